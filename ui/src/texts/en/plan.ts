/** Texts of the pages in ui/src/pages/plan. */
export const plan = {} as const
