/** Texts of the pages in ui/src/pages/audit. */
export const audit = {} as const
