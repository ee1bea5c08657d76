/** Texts of the pages in ui/src/pages/role-rules. */
export const roleRules = {} as const
