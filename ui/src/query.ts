import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError, call, get, type Options } from './api.ts'

/** True when asking again may help, after so many times. */
export const mayHelp = (failures: number, error: unknown): boolean =>
  failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502)

/** What was read stays shown while it is read again; only what may help is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: mayHelp,
    },
  },
})

type Query = Options['query']

/**
 * Reads one thing or one page of a list, and again whenever something was changed. What it answered before stays while the
 * same is read with another query: another page, another filter.
 *
 * @example
 * const roles = useGet<ListPage<Shape<'role'>>>('/roles', { search })
 */
export const useGet = <Answer>(path: string | null, query: Query = {}, options: { every?: number } = {}) =>
  useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<Answer>(path ?? '', query, signal),
    enabled: path !== null,
    // What another route answered has another shape, and is of something else.
    placeholderData: (before, query) => (query?.queryKey[0] === path ? before : undefined),
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
  })

export interface Change {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly query?: Query
  readonly version?: number
  /** What is about to be done, in a sentence: said where a proof of presence is asked for. */
  readonly about?: string
}

/**
 * Changes something. The same intention sent twice, by a double click or because the network failed, acts once; after a
 * success everything on the screen is read again.
 *
 * @example
 * const change = useChange<Shape<'role'>>()
 * change.mutate({ method: 'PATCH', path: `/roles/${id}`, body: { name }, version })
 */
export function useChange<Answer = unknown>(options: { onDone?: (answer: Answer) => void } = {}) {
  const client = useQueryClient()
  const key = useRef<{ of: string; key: string } | null>(null)
  const running = useRef<string | null>(null)
  const mutation = useMutation<Answer, unknown, Change>({
    mutationFn: async ({ method, path, body, query, version, about }) => {
      const of = JSON.stringify([method, path, body, query])
      if (key.current?.of !== of) key.current = { of, key: crypto.randomUUID() }
      const more = { ...(query ? { query } : {}), ...(version === undefined ? {} : { version }) }
      try {
        const sent = method === 'POST' ? { key: key.current.key } : {}
        const answer = await call<Answer>(method, path, { body, about, ...more, ...sent })
        key.current = null
        return answer
      } catch (error) {
        // A clear refusal ends the intention: what is sent next is a new one, even if it looks the same.
        if (error instanceof ApiError && error.status >= 400 && error.status < 500) key.current = null
        throw error
      }
    },
    onSuccess: async (answer) => {
      options.onDone?.(answer)
      // What was asked about was asked before this change: asked again, it would be told that it comes too late.
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'asked' })
    },
  })
  // The second half of a double click would be told that the first is still being carried out, and what that one is told be lost.
  const mutate: typeof mutation.mutate = (change, more) => {
    const same = JSON.stringify(change)
    if (running.current === same) return
    running.current = same
    const end = () => {
      running.current = null
    }
    mutation.mutateAsync(change, more).then(end, end)
  }
  return { ...mutation, mutate }
}
