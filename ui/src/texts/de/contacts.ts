import type { Texts } from '../dictionary.ts'
import type { contacts as en } from '../en/contacts.ts'

export const contacts: Texts<typeof en> = {}
