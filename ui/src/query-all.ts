import { useQuery } from '@tanstack/react-query'
import { get, type ListPage, type Options } from './api.ts'

/** Far more than anybody keeps of what is shown whole: roles, providers, rows of the mapping. */
const most = 50

/**
 * Reads every page of a list that is shown whole: a tree, a choice. Nothing where the path is null.
 *
 * @example
 * const roles = useAll<Shape<'role'>>('/roles')
 */
export const useAll = <Item>(path: string | null, query: Options['query'] = {}) =>
  useQuery({
    queryKey: ['all', path, query],
    queryFn: async ({ signal }) => {
      const items: Item[] = []
      let cursor: string | undefined
      for (let page = 0; page < most; page++) {
        const answer = await get<ListPage<Item>>(
          path ?? '',
          { ...query, limit: 200, ...(cursor ? { cursor } : {}) },
          signal,
        )
        items.push(...answer.items)
        if (answer.next === null) break
        cursor = answer.next
      }
      return items
    },
    enabled: path !== null,
  })
