import type { Texts } from '../dictionary.ts'
import type { users as en } from '../en/users.ts'

export const users: Texts<typeof en> = {}
