import type { Texts } from '../dictionary.ts'
import type { converters as en } from '../en/converters.ts'

export const converters: Texts<typeof en> = {}
