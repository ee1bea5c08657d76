import type { Texts } from '../dictionary.ts'
import type { signOns as en } from '../en/sign-ons.ts'

export const signOns: Texts<typeof en> = {}
