import { Select } from '@mantine/core'
import { More } from '../../parts/more.tsx'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { EditForm, useEdits } from './edits.tsx'
import { GroupFields } from './group-fields.tsx'
import { LinkRules } from './link-rules.tsx'
import { AllowedFields, UserTypeField } from './people-fields.tsx'
import { PeopleMore } from './people-more.tsx'
import type { Provider } from './provider.ts'

/** What sign-ins may do with people: who is made and refreshed, how they are found again, and what groups mean. */
export function TabPeople({ provider }: { provider: Provider }) {
  const edits = useEdits(provider)
  const { now, set } = edits
  return (
    <EditForm provider={provider} edits={edits}>
      <Card title={t('providers.at-sign-in')}>
        <UserTypeField value={now.userType} onChange={(userType) => set({ userType })} />
        <div className="two-fields">
          {(['employees', 'external'] as const).map((of) => (
            <AllowedFields
              key={of}
              title={t(`providers.for-${of}`)}
              gap="xs"
              value={now[of]}
              onChange={(fields) => set({ [of]: { ...now[of], ...fields } })}
            />
          ))}
        </div>
      </Card>
      <Card title={t('providers.match')}>
        <p className="soft">{t('providers.match-hint')}</p>
        <LinkRules provider={provider} edits={edits} />
      </Card>
      <Card title={t('providers.groups')}>
        <Select
          label={t('providers.roles')}
          description={t(`providers.roles-${now.roles}-hint`)}
          data={(['off', 'add', 'sync', 'replace'] as const).map((value) => ({
            value,
            label: t(`providers.roles-${value}`),
          }))}
          value={now.roles}
          onChange={(roles) => roles && set({ roles: roles as Provider['roles'] })}
          allowDeselect={false}
        />
        {now.roles === 'off' ? null : <GroupFields edits={edits} />}
      </Card>
      <Card>
        <More title={t('providers.people-more')}>
          <PeopleMore edits={edits} />
        </More>
      </Card>
    </EditForm>
  )
}
