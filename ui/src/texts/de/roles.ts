import type { Texts } from '../dictionary.ts'
import type { roles as en } from '../en/roles.ts'

export const roles: Texts<typeof en> = {}
