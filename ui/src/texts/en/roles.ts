/** Texts of the pages in ui/src/pages/roles. */
export const roles = {} as const
