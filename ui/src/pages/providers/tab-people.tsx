import { Radio, Select, Stack, Switch } from '@mantine/core'
import { More } from '../../parts/more.tsx'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { EditForm, type Edits, useEdits } from './edits.tsx'
import { GroupFields } from './group-fields.tsx'
import { LinkRules } from './link-rules.tsx'
import { PeopleMore } from './people-more.tsx'
import type { Provider } from './provider.ts'

/** What sign-ins may do with people: who is made and refreshed, how they are found again, and what groups mean. */
export function TabPeople({ provider }: { provider: Provider }) {
  const edits = useEdits(provider)
  const { now, set } = edits
  return (
    <EditForm provider={provider} edits={edits}>
      <Card title={t('providers.at-sign-in')}>
        <Radio.Group
          label={t('providers.user-type')}
          value={now.userType}
          onChange={(userType) => set({ userType: userType as Provider['userType'] })}
        >
          <Stack gap="xs" mt="xs">
            {(['employee', 'external'] as const).map((type) => (
              <Radio
                key={type}
                value={type}
                label={t(`providers.user-${type}`)}
                description={t(`providers.user-${type}-hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div className="two-fields">
          <Switches edits={edits} of="employees" />
          <Switches edits={edits} of="external" />
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

/** Make and refresh, for one kind of people. */
function Switches({ edits: { now, set }, of }: { edits: Edits; of: 'employees' | 'external' }) {
  const allowed = now[of]
  return (
    <fieldset className="plain-set">
      <legend>{t(`providers.for-${of}`)}</legend>
      <Stack gap="xs">
        <Switch
          label={t('providers.create')}
          checked={allowed.create}
          onChange={(event) => set({ [of]: { ...allowed, create: event.currentTarget.checked } })}
        />
        <Switch
          label={t('providers.update')}
          checked={allowed.update}
          onChange={(event) => set({ [of]: { ...allowed, update: event.currentTarget.checked } })}
        />
      </Stack>
    </fieldset>
  )
}
