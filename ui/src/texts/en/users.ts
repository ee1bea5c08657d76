/** Texts of the pages in ui/src/pages/users. */
export const users = {} as const
