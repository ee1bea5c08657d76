import type { Texts } from '../dictionary.ts'
import type { accounts as en } from '../en/accounts.ts'

export const accounts: Texts<typeof en> = {}
