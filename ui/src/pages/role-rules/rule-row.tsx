import { memo } from 'react'
import { differing, useEntry } from '../../parts/draft.ts'
import { CellError, TextCell } from '../../parts/grid-cells.tsx'
import { PickCell } from '../../parts/grid-pick.tsx'
import { t } from '../../text.tsx'
import { DraftRow, type DraftRowProps, errorOf } from '../rules/draft-row.tsx'
import { Share } from '../rules/share.tsx'
import { cameWith, type RuleContext, whenGone } from './context.ts'
import type { RuleRow as Row } from './rows.ts'

const inGrid = /^(groups?|role)\b/

/** One rule "group → role". */
export const RuleRow = memo(function RuleRow(props: DraftRowProps<Row, RuleContext>) {
  const { draft, id, index, context } = props
  const entry = useEntry(draft, id)
  if (!entry) return null
  const { row, state } = entry
  const off = !context.mayWrite || state === 'removed'
  const place = index + 1
  const name = row.groups[0] || t('role-rules.row', { place })
  const isAsSaved = entry.saved !== null && !differing(entry.saved, row).some((field) => field !== 'role')
  const met = isAsSaved ? context.met.get(id) : cameWith(context, row)
  return (
    <DraftRow {...props} of="role-rules" entry={entry} name={name} inGrid={inGrid}>
      <td data-title={t('role-rules.group')}>
        <TextCell
          cell="group"
          label={t('role-rules.group-of', { place })}
          value={row.groups[0] ?? ''}
          placeholder={t('role-rules.group-hint')}
          onChange={(value) => draft.change(id, { groups: [value, ...row.groups.slice(1)] })}
          {...(state === 'new' || !row.groups[0] ? { list: 'group-names' } : {})}
          maxLength={4000}
          disabled={off}
          error={errorOf(entry, 'group', 'groups', 'match')}
        />
        <Marks row={row} context={context} />
      </td>
      <td data-title={t('role-rules.role')}>
        <PickCell
          cell="role"
          label={t('role-rules.role-of', { name })}
          value={row.role}
          hint={t('role-rules.role-hint')}
          picks={context.picks}
          disabled={off}
          onChange={(role) => draft.change(id, { role })}
          newLabel={t('role-rules.new-role')}
          {...(context.newRole === null
            ? {}
            : { onNew: (text: string) => context.newRole?.(text, (role) => draft.change(id, { role })) })}
        />
        <CellError
          error={errorOf(entry, 'role') && row.role === '' ? t('role-rules.role-hint') : errorOf(entry, 'role')}
        />
      </td>
      <td data-title={t('role-rules.gone')}>
        <p className="arrives soft">
          {whenGone(context, row.provider)
            .map((one) => t(`role-rules.gone-${one}`))
            .join(' / ') || '–'}
        </p>
      </td>
      <td data-title={t('converters.arrives')}>
        <div className="arrives">
          {context.seen.counted === 0 ? (
            <span className="none">{context.seen.isReading ? '…' : t('converters.no-sign-ins')}</span>
          ) : met ? (
            <Share part={met.met} whole={met.of} />
          ) : (
            <span className="none">{row.groups.join('') === '' ? '–' : t('role-rules.not-counted')}</span>
          )}
          {met && met.of > 0 && met.met === 0 ? <span className="badge warn">{t('role-rules.never')}</span> : null}
        </div>
      </td>
    </DraftRow>
  )
})

function Marks({ row, context }: { row: Row; context: RuleContext }) {
  const others = row.groups.length - 1
  if (others <= 0 && row.match === null && row.provider === null) return null
  return (
    <p className="grid-under">
      {row.provider === null ? null : (
        <span className="badge quiet">
          {context.providers.find((one) => one.slug === row.provider)?.name ?? row.provider}
        </span>
      )}
      {others > 0 ? <span className="badge quiet">{t('role-rules.others', { count: others })}</span> : null}
      {row.match === null ? null : <span className="badge quiet">{t('role-rules.glob')}</span>}
    </p>
  )
}
