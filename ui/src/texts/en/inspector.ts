/** Texts of the pages in ui/src/pages/inspector. */
export const inspector = {} as const
