import { t } from '../../text.tsx'

const rounded = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 100))

/** In whole percent. What came at all is not nothing, and what was missing once is not always. */
export function percent(part: number, whole: number): string {
  const share = rounded(part, whole)
  if (share === 0 && part > 0) return '< 1 %'
  return share === 100 && part < whole ? '> 99 %' : `${share} %`
}

/** A share of sign-ins as a bar with its number. */
export const Share = ({ part, whole }: { part: number; whole: number }) => (
  <span className="share" title={t('converters.share', { part, count: whole })}>
    <span className="share-bar" aria-hidden="true">
      <span style={{ width: `${rounded(part, whole)}%` }} />
    </span>
    {percent(part, whole)}
    <span className="hide"> {t('converters.share', { part, count: whole })}</span>
  </span>
)
