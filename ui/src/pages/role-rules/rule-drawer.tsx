import { Switch, Textarea } from '@mantine/core'
import { Link } from 'wouter'
import { type Draft, differing, useEntry } from '../../parts/draft.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { errorOf } from '../rules/draft-row.tsx'
import { ProviderField, RowDrawer } from '../rules/row-drawer.tsx'
import { type RuleContext, whenGone } from './context.ts'
import { Impact } from './impact.tsx'
import type { RuleRow } from './rows.ts'

/** Everything about a rule beyond the grid, and what its change takes from whom. */
export function RuleDrawer({
  draft,
  id,
  context,
  onClose,
}: {
  draft: Draft<RuleRow>
  id: string
  context: RuleContext
  onClose: () => void
}) {
  const entry = useEntry(draft, id)
  const mayTrust = useMay('trust:read')
  if (!entry) return null
  const { row, saved, state } = entry
  const disabled = !context.mayWrite || state === 'removed'
  const fields = saved === null ? [] : differing(saved, row)
  const change = state === 'removed' ? null : Object.fromEntries(fields.map((field) => [field, row[field]]))
  return (
    <RowDrawer
      title={row.role === '' ? t('role-rules.new-rule') : context.roleName(row.role)}
      gap="lg"
      onClose={onClose}
    >
      <Textarea
        label={t('role-rules.groups')}
        description={t('role-rules.groups-hint')}
        value={row.groups.join('\n')}
        onChange={(event) => draft.change(id, { groups: event.currentTarget.value.split('\n').slice(0, 200) })}
        autosize
        minRows={3}
        disabled={disabled}
        error={errorOf(entry, 'groups', 'group')}
      />
      <Switch
        label={t('role-rules.match')}
        description={t('role-rules.match-hint')}
        checked={row.match === 'glob'}
        onChange={(event) => draft.change(id, { match: event.currentTarget.checked ? 'glob' : null })}
        disabled={disabled}
        error={errorOf(entry, 'match')}
      />
      <ProviderField
        label={t('rules.provider')}
        description={t('role-rules.provider-hint')}
        providers={context.providers}
        value={row.provider}
        onChange={(provider) => draft.change(id, { provider })}
        disabled={disabled}
        error={errorOf(entry, 'provider')}
      />
      <section>
        <h3>{t('role-rules.gone')}</h3>
        {whenGone(context, row.provider).map((one) => (
          <p key={one}>{t(`role-rules.gone-${one}-text`)}</p>
        ))}
        {mayTrust ? (
          <p className="row">
            {context.providers
              .filter((one) => row.provider === null || one.slug === row.provider)
              .map((one) => (
                <Link key={one.slug} href={`/providers/${one.slug}/people`}>
                  {one.name}
                </Link>
              ))}
          </p>
        ) : null}
      </section>
      {saved !== null && (change === null || fields.length > 0) ? <Impact id={id} change={change} /> : null}
    </RowDrawer>
  )
}
