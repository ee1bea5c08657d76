/** Texts of the pages in ui/src/pages/providers. */
export const providers = {} as const
