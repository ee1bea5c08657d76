import { NumberInput, Stack, Switch, TagsInput } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { get, type ListPage, type Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { type SettingsFields, SettingsForm } from './settings-form.tsx'
import { SettingsPage } from './settings-page.tsx'

const terms = ['claimsRetentionDays', 'journalRetentionDays', 'auditRetentionDays'] as const

/** What is kept of sign-ins, for how long, and what never: with what a change means for what is stored already. */
export function KeepingPage() {
  return (
    <SettingsPage title={t('settings.keeping')} lead={t('settings.keeping-lead')}>
      <SettingsForm
        names={{
          claimsRetentionDays: t('settings.claimsRetentionDays'),
          journalRetentionDays: t('settings.journalRetentionDays'),
          auditRetentionDays: t('settings.auditRetentionDays'),
          storeClaims: t('settings.store-claims'),
          redactedAttributes: t('settings.redacted'),
        }}
      >
        {(fields) => (
          <>
            <Terms fields={fields} />
            <Redaction fields={fields} />
            <Meaning fields={fields} />
          </>
        )}
      </SettingsForm>
    </SettingsPage>
  )
}

const Terms = ({ fields: { values, set, wrong } }: { fields: SettingsFields }) => (
  <Card title={t('settings.how-long')}>
    <div className="setting-pair">
      {terms.map((name) => (
        <NumberInput
          key={name}
          label={t(`settings.${name}`)}
          description={t(`settings.${name}-hint`)}
          suffix={` ${t('settings.days')}`}
          min={1}
          max={36_500}
          allowDecimal={false}
          value={values[name]}
          onChange={(value) => typeof value === 'number' && set({ [name]: value })}
          error={wrong(name)}
        />
      ))}
    </div>
  </Card>
)

const Redaction = ({ fields: { values, set, wrong } }: { fields: SettingsFields }) => (
  <Card title={t('settings.never')}>
    <Stack>
      <TagsInput
        label={t('settings.redacted')}
        description={t('settings.redacted-hint')}
        placeholder={values.redactedAttributes.length === 0 ? t('settings.redacted-example') : undefined}
        data={useArriving()}
        value={[...values.redactedAttributes]}
        onChange={(redactedAttributes) => set({ redactedAttributes })}
        error={wrong('redactedAttributes')}
        splitChars={[]}
        maxTags={200}
        comboboxProps={{ withinPortal: true }}
      />
      <Switch
        label={t('settings.store-claims')}
        description={t('settings.store-claims-hint')}
        checked={values.storeClaims}
        onChange={(event) => set({ storeClaims: event.currentTarget.checked })}
      />
    </Stack>
  </Card>
)

/** What a change that is not saved yet would do, and what it cannot. */
function Meaning({ fields: { values, saved } }: { fields: SettingsFields }) {
  const said: string[] = []
  if (values.claimsRetentionDays < saved.claimsRetentionDays) said.push(t('settings.means-claims-shorter'))
  if (values.claimsRetentionDays > saved.claimsRetentionDays) said.push(t('settings.means-claims-longer'))
  if (values.journalRetentionDays < saved.journalRetentionDays) said.push(t('settings.means-journal-shorter'))
  if (values.auditRetentionDays < saved.auditRetentionDays) said.push(t('settings.means-audit-shorter'))
  const before = new Set(saved.redactedAttributes)
  const now = new Set(values.redactedAttributes)
  if ([...now].some((one) => !before.has(one))) said.push(t('settings.means-redacted'))
  if ([...before].some((one) => !now.has(one))) said.push(t('settings.means-unredacted'))
  if (!values.storeClaims && saved.storeClaims) said.push(t('settings.means-nothing-stored'))
  if (said.length === 0) return null
  return (
    <div className="note warn" role="status">
      <strong>{t('settings.means')}</strong>
      <ul>
        {said.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  )
}

/** Of so many providers is looked what arrived. */
const asked = 8

/** Names of attributes that arrived lately, as suggestions. */
function useArriving(): string[] {
  const may = useMay('rules:read')
  const providers = useGet<ListPage<Shape<'provider'>>>(may ? '/providers' : null, { limit: 50 })
  const slugs = (providers.data?.items ?? []).filter((one) => one.enabled).map((one) => one.slug)
  const read = useQueries({
    queries: slugs.slice(0, asked).map((provider) => ({
      queryKey: ['/coverage', { provider, last: 100 }],
      queryFn: () => get<Shape<'coverage'>>('/coverage', { provider, last: 100 }),
    })),
  })
  const names = read.flatMap(({ data }) => [
    ...(data?.unmapped ?? []).map((one) => one.name),
    ...(data?.rows ?? []).flatMap((row) => row.attributes.map((one) => one.name)),
  ])
  return [...new Set(['NameID', ...names])]
}
