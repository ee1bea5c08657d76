import type { Texts } from '../dictionary.ts'
import type { lookups as en } from '../en/lookups.ts'

export const lookups: Texts<typeof en> = {}
