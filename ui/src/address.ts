import { useSearchParams } from 'wouter'

/**
 * The parameters of the address, and how one of them is set: what is chosen on a page can be linked to and gone back to. Whatever
 * is chosen, a list begins with its first page; what is empty is not in the address.
 *
 * @example
 * const [params, set] = useAddress()
 * set('provider', 'acme')
 */
export function useAddress() {
  const [params, setParams] = useSearchParams()
  /** @param replace true: no step to go back to, as while somebody types */
  const set = (name: string, value: string | null, replace = false) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        next.delete('cursor')
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace },
    )
  return [params, set] as const
}
