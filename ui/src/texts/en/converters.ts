/** Texts of the pages in ui/src/pages/converters. */
export const converters = {} as const
