import type { Shape } from '../../api.ts'
import { t } from '../../text.tsx'

/** "2 added, 1 removed". */
export function changeCounts({ added, changed, removed }: Shape<'revised'>['counts']): string {
  const parts = [
    added > 0 ? t('revisions.added', { count: added }) : null,
    changed > 0 ? t('revisions.changed', { count: changed }) : null,
    removed > 0 ? t('revisions.removed', { count: removed }) : null,
  ].filter((one) => one !== null)
  return parts.length === 0 ? t('revisions.nothing') : parts.join(', ')
}
