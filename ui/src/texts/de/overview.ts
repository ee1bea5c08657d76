import type { Texts } from '../dictionary.ts'
import type { overview as en } from '../en/overview.ts'

export const overview: Texts<typeof en> = {}
