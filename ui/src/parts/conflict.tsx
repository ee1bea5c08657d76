import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiError, get } from '../api.ts'
import { t } from '../text.tsx'

/** One field of which two people have an idea. */
export interface Disputed {
  readonly label: string
  readonly yours: ReactNode
  readonly theirs: ReactNode
}

/**
 * What is there now, read anew when a change was refused because somebody else was faster; null for every other error.
 *
 * @example
 * const current = useCurrent<Role>(change.error, `/roles/${role.id}`)
 */
export function useCurrent<Item>(error: unknown, path: string): Item | null {
  const late = error instanceof ApiError && error.code === 'precondition_failed'
  const read = useQuery({
    queryKey: ['current', path, error],
    queryFn: ({ signal }) => get<Item>(path, {}, signal),
    enabled: late,
  })
  return late ? (read.data ?? null) : null
}

/** Two people changed the same: shows both, field by field, and lets whoever was slower choose. */
export function Conflict({
  fields,
  onTake,
  onOver,
  busy = false,
}: {
  fields: readonly Disputed[]
  onTake: () => void
  onOver: () => void
  busy?: boolean
}) {
  return (
    <div className="note warn" role="alert">
      <p>
        <strong>{t('conflict.title')}.</strong> {t('conflict.text')}
      </p>
      {fields.length > 0 ? (
        <table className="conflict">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('conflict.yours')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.label}>
                <th scope="row">{field.label}</th>
                <td>{field.yours}</td>
                <td>{field.theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <div className="row">
        <Button variant="default" size="compact-md" onClick={onTake}>
          {t('conflict.take')}
        </Button>
        <Button variant="default" size="compact-md" onClick={onOver} loading={busy}>
          {t('conflict.over')}
        </Button>
      </div>
    </div>
  )
}
