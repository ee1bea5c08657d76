import { ApiError } from '../api.ts'
import { t } from '../text.tsx'
import { sentenceOf } from './states.tsx'

/**
 * A change was refused: in one sentence, with its code for support. Nothing when there was no error.
 * @param lead what did not happen, where that is not saving
 */
export function NotSaved({ error, lead = t('failure.not-saved') }: { error: unknown; lead?: string }) {
  if (error === null || error === undefined) return null
  const known = error instanceof ApiError ? error : null
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{lead}.</strong> {sentenceOf(error)} {known ? <code>{known.code}</code> : null}
      </p>
    </div>
  )
}
