import type { PlanCode } from '../errors.ts'
import type { Problem } from './types.ts'

/** Makes a Problem. Details carry names, codes and figures; received values only where the remark is useless without them. */
export const problem = (code: PlanCode, subject: string | null, details: Problem['details'] = {}): Problem => ({
  code,
  subject,
  details,
})
