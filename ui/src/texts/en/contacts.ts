/** Texts of the pages in ui/src/pages/contacts. */
export const contacts = {} as const
