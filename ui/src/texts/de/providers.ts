import type { Texts } from '../dictionary.ts'
import type { providers as en } from '../en/providers.ts'

export const providers: Texts<typeof en> = {}
