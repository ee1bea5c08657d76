import type { Texts } from '../dictionary.ts'
import type { worklist as en } from '../en/worklist.ts'

export const worklist: Texts<typeof en> = {}
