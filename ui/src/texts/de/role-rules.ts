import type { Texts } from '../dictionary.ts'
import type { roleRules as en } from '../en/role-rules.ts'

export const roleRules: Texts<typeof en> = {}
