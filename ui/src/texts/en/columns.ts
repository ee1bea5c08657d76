/** Texts of the pages in ui/src/pages/columns. */
export const columns = {} as const
