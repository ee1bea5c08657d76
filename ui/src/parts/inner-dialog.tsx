import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const Opened = createContext<((by: 1 | -1) => void) | null>(null)

/**
 * A dialog out of which others open: Escape closes the one in front alone.
 *
 * @example
 * <OuterDialog>{(closeOnEscape) => <Modal opened closeOnEscape={closeOnEscape} …/>}</OuterDialog>
 */
export function OuterDialog({ children }: { children: (closeOnEscape: boolean) => ReactNode }) {
  const [inner, setInner] = useState(0)
  const [change] = useState(() => (by: 1 | -1) => setInner((count) => count + by))
  return <Opened.Provider value={change}>{children(inner === 0)}</Opened.Provider>
}

/** Says, as long as it is shown, that this dialog stands in front of the one it was opened from, if there is one. */
export function useInnerDialog(): void {
  const change = useContext(Opened)
  useEffect(() => {
    change?.(1)
    return () => change?.(-1)
  }, [change])
}
