import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { type Problem, proveWith } from '../api.ts'

// Seldom asked for: nobody's first page waits for it.
const ProveDialog = lazy(async () => ({ default: (await import('./prove-dialog.tsx')).ProveDialog }))

/** Asks whoever is about to do something dangerous to prove once more that they are the one who signed in. */
export function Prove() {
  const [asked, setAsked] = useState<{ problem: Problem; about: string | null } | null>(null)
  const answer = useRef<((proven: boolean) => void) | null>(null)
  useEffect(() => {
    proveWith(
      (problem, about) =>
        new Promise((resolve) => {
          // Of two that ask at once the later one is answered; the earlier one was not carried out.
          answer.current?.(false)
          answer.current = resolve
          setAsked({ problem, about })
        }),
    )
    return () => proveWith(null)
  }, [])
  const end = (proven: boolean) => {
    setAsked(null)
    answer.current?.(proven)
    answer.current = null
  }
  if (asked === null) return null
  return (
    <Suspense>
      <ProveDialog {...asked} onEnd={end} />
    </Suspense>
  )
}
