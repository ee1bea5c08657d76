import type { Texts } from '../dictionary.ts'
import type { inspector as en } from '../en/inspector.ts'

export const inspector: Texts<typeof en> = {}
