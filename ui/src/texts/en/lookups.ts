/** Texts of the pages in ui/src/pages/lookups. */
export const lookups = {} as const
