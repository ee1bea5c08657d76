import type { Texts } from '../dictionary.ts'
import type { audit as en } from '../en/audit.ts'

export const audit: Texts<typeof en> = {}
