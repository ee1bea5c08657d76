import { useQuery } from '@tanstack/react-query'
import { get, type Shape } from '../../api.ts'

export type Replay = Shape<'replay'>

/** How often progress is looked for, in milliseconds. */
const lookEvery = 500

/**
 * A replay, read again and again until it has ended. The API tells by lines of JSON too, for programs: a proxy in between may keep
 * those back until the end, and then nobody would see how far it is.
 */
export const useReplay = (id: string) =>
  useQuery({
    queryKey: [`/replays/${id}`],
    queryFn: ({ signal }) => get<Replay>(`/replays/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? lookEvery : false),
  })

/** How many people would be changed; those who would be refused keep everything. */
export const changedOf = ({ affected = 0, decisions: { refuse = 0 } = {} }: Replay['counts']): number =>
  affected - refuse
