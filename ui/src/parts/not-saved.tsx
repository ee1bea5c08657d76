import { ApiError } from '../api.ts'
import { t } from '../text.tsx'
import { type FieldNames, sentenceOf } from './states.tsx'

/**
 * A change was refused: in one sentence, with its code for support. Nothing when there was no error.
 * @param lead what did not happen, where that is not saving
 * @param nameOf what the form calls its fields
 */
export function NotSaved({
  error,
  lead = t('failure.not-saved'),
  nameOf,
}: {
  error: unknown
  lead?: string
  nameOf?: FieldNames | undefined
}) {
  if (error === null || error === undefined) return null
  const known = error instanceof ApiError ? error : null
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{lead}.</strong> {sentenceOf(error, nameOf)} {known ? <code>{known.code}</code> : null}
      </p>
    </div>
  )
}
