import { t } from '../../text.tsx'

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`

/** A share of sign-ins as a bar with its number. */
export const Share = ({ part, whole }: { part: number; whole: number }) => (
  <span className="share" title={t('converters.share', { part, count: whole })}>
    <span className="share-bar" aria-hidden="true">
      <span style={{ width: percent(part, whole).replace(' ', '') }} />
    </span>
    {percent(part, whole)}
    <span className="hide"> {t('converters.share', { part, count: whole })}</span>
  </span>
)
