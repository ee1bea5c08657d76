import { overview } from './overview.ts'
import { parts } from './parts.ts'
import { shell } from './shell.ts'
import { worklist } from './worklist.ts'

/** The English texts of the frame and of the first page: what is loaded before anything is shown. */
export const first = {
  ...overview,
  ...parts,
  ...shell,
  ...worklist,
} as const
