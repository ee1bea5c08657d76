import { readFileSync } from 'node:fs'

// Right from `src` and from `dist`.
const about: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** Which jitup this is. */
export const version: string = String((about as { version?: unknown }).version)
