import { describe } from 'vitest'

/**
 * A group of tests that needs something a bare machine may lack. Missing: the group is skipped and says so; in CI, where
 * everything is installed, that is a failure.
 */
export function describeWith(needs: Readonly<Record<string, boolean>>, name: string, tests: () => void): void {
  const missing = Object.entries(needs)
    .filter(([, here]) => !here)
    .map(([what]) => what)
  if (missing.length === 0) return void describe(name, tests)
  if (process.env.CI === 'true') throw new Error(`${name}: missing in CI: ${missing.join(', ')}`)
  describe.skip(`${name} (skipped: no ${missing.join(', no ')} here)`, tests)
}
