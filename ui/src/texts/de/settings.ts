import type { Texts } from '../dictionary.ts'
import type { settings as en } from '../en/settings.ts'

export const settings: Texts<typeof en> = {}
