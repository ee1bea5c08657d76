import type { Texts } from '../dictionary.ts'
import type { plan as en } from '../en/plan.ts'

export const plan: Texts<typeof en> = {}
