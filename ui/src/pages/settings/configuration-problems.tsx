import { ApiError } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

/** What is wrong with a file: every mistake with its place, so that they are mended together. */
export function ConfigurationProblems({ error }: { error: unknown }) {
  const problems = error instanceof ApiError ? (error.problem?.errors ?? []) : []
  if (problems.length === 0) return <NotSaved error={error} />
  return (
    <div className="note bad" role="alert">
      <strong>{t('settings.import-wrong', { count: problems.length })}</strong>
      <dl className="change">
        {problems.map(({ field, message }) => (
          <div key={`${field} ${message}`}>
            <dt>
              <code>{field}</code>
            </dt>
            <dd>
              <Text text={message} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
