import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { type Problem, proveWith } from '../api.ts'

// Seldom asked for: nobody's first page waits for it.
const ProveDialog = lazy(async () => ({ default: (await import('./prove-dialog.tsx')).ProveDialog }))

/** Asks whoever is about to do something dangerous to prove once more that they are the one who signed in. */
export function Prove() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const answer = useRef<((proven: boolean) => void) | null>(null)
  useEffect(() => {
    proveWith(
      (asked) =>
        new Promise((resolve) => {
          // Of two that ask at once the later one is answered; the earlier one was not carried out.
          answer.current?.(false)
          answer.current = resolve
          setProblem(asked)
        }),
    )
    return () => proveWith(null)
  }, [])
  const end = (proven: boolean) => {
    setProblem(null)
    answer.current?.(proven)
    answer.current = null
  }
  if (problem === null) return null
  return (
    <Suspense>
      <ProveDialog problem={problem} onEnd={end} />
    </Suspense>
  )
}
