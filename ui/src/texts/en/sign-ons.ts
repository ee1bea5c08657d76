/** Texts of the pages in ui/src/pages/sign-ons. */
export const signOns = {} as const
