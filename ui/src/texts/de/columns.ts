import type { Texts } from '../dictionary.ts'
import type { columns as en } from '../en/columns.ts'

export const columns: Texts<typeof en> = {}
