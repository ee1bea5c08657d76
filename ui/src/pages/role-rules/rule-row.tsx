import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { memo } from 'react'
import { type Draft, useEntry } from '../../parts/draft.ts'
import type { RowProps } from '../../parts/grid.tsx'
import { CellError, TextCell } from '../../parts/grid-cells.tsx'
import { PickCell } from '../../parts/grid-pick.tsx'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import { Share } from '../converters/arrives.tsx'
import { type RuleContext, whenGone } from './context.ts'
import type { RuleRow as Row } from './rows.ts'

/** One rule "group → role". */
export const RuleRow = memo(function RuleRow({
  draft,
  id,
  index,
  measure,
  context,
  onMore,
}: {
  draft: Draft<Row>
  id: string
  index: number
  measure: RowProps['ref']
  context: RuleContext
  onMore: (key: string) => void
}) {
  const entry = useEntry(draft, id)
  if (!entry) return null
  const { row, state, errors } = entry
  const off = !context.mayWrite || state === 'removed'
  const place = index + 1
  const name = row.groups[0] || t('role-rules.row', { place })
  const errorOf = (...names: readonly string[]) =>
    Object.entries(errors).find(([field]) => names.includes(field.split('.')[0] ?? ''))?.[1]
  const others = Object.keys(errors).some((field) => !/^(groups?|role)\b/.test(field))
  const met = state === 'new' ? undefined : context.met.get(id)
  return (
    <tr data-key={id} data-index={index} aria-rowindex={index + 2} ref={measure} data-state={state}>
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
          error={errorOf('group', 'groups', 'match')}
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
        <CellError error={errorOf('role')} />
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
          {met === undefined || met.of === 0 ? (
            <span className="none">{t('converters.no-sign-ins')}</span>
          ) : (
            <Share part={met.met} whole={met.of} />
          )}
          {met !== undefined && met.of > 0 && met.met === 0 ? (
            <span className="badge warn">{t('role-rules.never')}</span>
          ) : null}
        </div>
      </td>
      <td>
        <div className="grid-more">
          <Button
            variant="subtle"
            size="compact-sm"
            color={others ? 'red' : 'gray'}
            data-cell="more"
            onClick={() => onMore(id)}
            aria-label={t('role-rules.more-of', { name })}
          >
            {t('act.more')}
          </Button>
          {state === 'removed' ? (
            <Button variant="default" size="compact-sm" onClick={() => draft.restore(id)}>
              {t('act.undo')}
            </Button>
          ) : context.mayWrite ? (
            <Tooltip label={t('act.remove')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => draft.remove(id)}
                aria-label={t('role-rules.remove-of', { name })}
              >
                <Icon name="trash" />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </div>
      </td>
    </tr>
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
