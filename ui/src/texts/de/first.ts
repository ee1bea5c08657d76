import type { Texts } from '../dictionary.ts'
import type { first as en } from '../en/first.ts'
import { overview } from './overview.ts'
import { parts } from './parts.ts'
import { shell } from './shell.ts'
import { worklist } from './worklist.ts'

/** The German texts of the frame and of the first page. */
export const first: Texts<typeof en> = {
  ...overview,
  ...parts,
  ...shell,
  ...worklist,
}
