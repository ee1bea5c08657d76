import { useQuery } from '@tanstack/react-query'
import { call } from './api.ts'

/**
 * Asks by POST what would be: a dry run, a preview. Nothing is changed by it, so it is not asked again by itself, and nothing
 * else is read anew. Null: not yet.
 *
 * @example
 * const asked = useAsked<Shape<'revised'>>('/rules', { basedOn, ...draft, dryRun: true })
 */
export const useAsked = <Answer>(path: string, body: unknown | null) =>
  useQuery({
    queryKey: ['asked', path, body],
    queryFn: ({ signal }) => call<Answer>('POST', path, { body, signal }),
    enabled: body !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
