/** Texts of the pages in ui/src/pages/worklist. */
export const worklist = {} as const
