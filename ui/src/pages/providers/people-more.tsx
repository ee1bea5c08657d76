import { NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import { ConditionFields } from './condition-fields.tsx'
import type { Edits } from './edits.tsx'
import type { Provider } from './provider.ts'

/** What is rarely decided otherwise: who somebody is, what they are called, and limits. */
export function PeopleMore({ edits: { now, set, errorOf } }: { edits: Edits }) {
  const { subjectFrom, loginFrom } = now
  const loginKind = typeof loginFrom === 'string' ? loginFrom : 'template' in loginFrom ? 'template' : 'attribute'
  return (
    <Stack>
      <TextInput
        label={t('providers.subject-from')}
        description={t('providers.subject-from-hint')}
        placeholder="NameID"
        value={subjectFrom === 'NameID' ? '' : subjectFrom.attribute}
        onChange={(event) => {
          const attribute = event.currentTarget.value
          set({ subjectFrom: attribute === '' ? 'NameID' : { attribute } })
        }}
        error={errorOf('subjectFrom')}
        maxLength={512}
      />
      <div className="two-fields">
        <Select
          label={t('providers.login-from')}
          data={(['auto', 'NameID', 'attribute', 'template'] as const).map((value) => ({
            value,
            label: t(`providers.login-${value}`),
          }))}
          value={loginKind}
          onChange={(kind) => kind && set({ loginFrom: loginOf(kind) })}
          allowDeselect={false}
        />
        {typeof loginFrom === 'string' ? null : (
          <TextInput
            label={'template' in loginFrom ? t('providers.login-template') : t('providers.match-attribute')}
            value={'template' in loginFrom ? loginFrom.template : loginFrom.attribute}
            onChange={(event) => {
              const text = event.currentTarget.value
              set({ loginFrom: 'template' in loginFrom ? { template: text } : { attribute: text } })
            }}
            error={errorOf('loginFrom')}
            maxLength={2000}
          />
        )}
      </div>
      <Select
        label={t('providers.login-taken')}
        data={(['suffix', 'refuse'] as const).map((value) => ({ value, label: t(`providers.login-taken-${value}`) }))}
        value={now.loginTaken}
        onChange={(value) => value && set({ loginTaken: value as Provider['loginTaken'] })}
        allowDeselect={false}
      />
      <Switch
        label={t('providers.new-users')}
        description={t('providers.new-users-hint')}
        checked={now.newUsers === 'pending'}
        onChange={(event) => set({ newUsers: event.currentTarget.checked ? 'pending' : null })}
      />
      <Switch
        label={t('providers.reactivate')}
        description={t('providers.reactivate-hint')}
        checked={now.reactivate === true}
        onChange={(event) => set({ reactivate: event.currentTarget.checked ? true : null })}
      />
      <ConditionFields
        label={t('providers.external-when')}
        hint={t('providers.external-when-hint')}
        value={now.externalWhen ?? null}
        onChange={(externalWhen) => set({ externalWhen })}
        error={errorOf('externalWhen')}
      />
      <TagsInput
        label={t('providers.pilot')}
        description={t('providers.pilot-hint')}
        value={now.pilot?.subjects ?? []}
        onChange={(subjects) => set({ pilot: pilotOf({ ...now.pilot, subjects }) })}
        error={errorOf('pilot')}
      />
      <ConditionFields
        label={t('providers.pilot-when')}
        value={now.pilot?.when ?? null}
        onChange={(when) => set({ pilot: pilotOf({ ...now.pilot, when: when ?? undefined }) })}
        error={errorOf('pilot')}
      />
      <TagsInput
        label={t('providers.allowed-accounts')}
        description={t('providers.allowed-accounts-hint')}
        value={now.allowedAccounts ?? []}
        onChange={(names) => set({ allowedAccounts: names.length === 0 ? null : names })}
        error={errorOf('allowedAccounts')}
      />
      <div className="two-fields">
        <NumberInput
          label={t('providers.lookup-ceiling')}
          description={t('providers.lookup-ceiling-hint')}
          value={now.lookupCeiling ?? ''}
          onChange={(value) => set({ lookupCeiling: value === '' ? null : Number(value) })}
          error={errorOf('lookupCeiling')}
          min={0}
          max={1_000_000}
        />
        <NumberInput
          label={t('providers.disable-after')}
          description={t('providers.disable-after-hint')}
          value={now.disableAfterDays ?? ''}
          onChange={(value) => set({ disableAfterDays: value === '' ? null : Number(value) })}
          error={errorOf('disableAfterDays')}
          min={1}
          max={10_000}
        />
      </div>
    </Stack>
  )
}

function loginOf(kind: string): Provider['loginFrom'] {
  if (kind === 'attribute') return { attribute: '' }
  return kind === 'template' ? { template: '' } : kind === 'NameID' ? 'NameID' : 'auto'
}

/** Nobody named and no condition: there is no pilot. */
function pilotOf({
  subjects = [],
  when,
}: {
  subjects?: readonly string[] | undefined
  when?: NonNullable<Provider['pilot']>['when']
}) {
  const pilot = { ...(subjects.length > 0 ? { subjects: [...subjects] } : {}), ...(when ? { when } : {}) }
  return Object.keys(pilot).length === 0 ? null : pilot
}
