import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from './api.ts'

/** One of several things that are sent. */
export interface Turn {
  readonly path: string
  readonly body: unknown
  /** Tells it from the others that may be sent while its page is shown. */
  readonly name: string
}

/**
 * Posts one thing after the other: each is whole by itself, and what was done stays done when a later one is refused. The same
 * thing sent twice acts once; what is chosen again when the form is opened anew is a new intention.
 *
 * @example
 * const { send, busy, error } = useInTurn(onDone)
 * await send(ids.map((id) => ({ path: `/worklist/${id}/actions`, body: { action }, name: `${id}.${action}` })))
 */
export function useInTurn(onDone: () => void) {
  const [busy, setBusy] = useState(false)
  const [run] = useState(() => crypto.randomUUID())
  const [error, setError] = useState<unknown>(null)
  const client = useQueryClient()
  const send = async (turns: readonly Turn[]) => {
    setBusy(true)
    setError(null)
    try {
      for (const { path, body, name } of turns) await call('POST', path, { body, key: `${run}.${name}` })
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
      await client.invalidateQueries()
    }
  }
  return { send, busy, error }
}
