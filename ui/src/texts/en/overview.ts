/** Texts of the overview. */
export const overview = {} as const
