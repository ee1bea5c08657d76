/** Runs before every file of tests: while it loads keys are its own, while its tests run they are lent (see `keys.ts`). */
import { beforeAll } from 'vitest'
import { installPool, lendKeys, stopLending } from './keys.ts'

installPool()
stopLending()
beforeAll(lendKeys)
