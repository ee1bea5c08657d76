/** Texts of the pages in ui/src/pages/accounts. */
export const accounts = {} as const
