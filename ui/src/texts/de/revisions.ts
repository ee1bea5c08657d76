import type { Texts } from '../dictionary.ts'
import type { revisions as en } from '../en/revisions.ts'

export const revisions: Texts<typeof en> = {}
