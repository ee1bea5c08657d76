import type { Shape } from '../../api.ts'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'

type Converter = Shape<'converter'>

/** What the rows on this column do with a value that a person wrote. */
export function NextSignIn({ column, empty }: { column: string; empty: boolean }) {
  const may = useMay('rules:read')
  const rows = useAll<Converter>(may ? '/converters' : null)
  if (!may || !rows.data) return null
  const own = rows.data.filter((one) => one.column === column)
  const does = new Set(own.map((row) => doesTo(row, empty)))
  const says = (['overwritten', 'filled', 'kept'] as const).find((one) => does.has(one)) ?? 'no-row'
  return <p className="soft small">{t(`contacts.next-${says}`)}</p>
}

/** As `heldBackBy` in `src/core/overwrite.ts`, of somebody who is here and a value that a person wrote. */
function doesTo(
  { attributes, template, overwrite, defaultOn }: Converter,
  empty: boolean,
): 'overwritten' | 'filled' | 'kept' {
  const fixed = attributes === null && template === undefined
  if (fixed && defaultOn === 'create') return 'kept'
  const how = overwrite ?? (fixed ? 'until-edited' : 'always')
  if (how === 'always') return 'overwritten'
  return how === 'when-empty' && empty ? 'filled' : 'kept'
}
