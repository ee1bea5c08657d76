/** Texts of the pages in ui/src/pages/settings. */
export const settings = {} as const
