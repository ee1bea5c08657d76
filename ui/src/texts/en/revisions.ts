/** Texts of the pages in ui/src/pages/revisions. */
export const revisions = {} as const
