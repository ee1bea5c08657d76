/** The pure core: what a sign-on would change, and why. No clock, no database, no randomness. */
export { overageMarks, PERSISTENT, TRANSIENT, wellKnownRoleAttributes } from './attributes.ts'
export { type ClaimsJson, claimsFromJson, claimsToJson, type ParsedClaims } from './claims-json.ts'
export { sameCell } from './columns.ts'
export { type Converted, toColumn } from './convert.ts'
export {
  cellText,
  type Described,
  describe,
  describeBecause,
  describeProblem,
  type PlanMessageKey,
  planMessageKeys,
  planMessages,
} from './describe.ts'
export {
  type AttributeUse,
  type ExplainedAttribute,
  type ExplainedColumn,
  type ExplainedGroup,
  type ExplainedRow,
  type Explanation,
  explain,
} from './explain.ts'
export { grantKey } from './grant-key.ts'
export { type LoginResult, loginOf } from './login.ts'
export { type Candidate, type LinkTarget, linkTargets, matchOf, openTargets } from './match.ts'
export { byCodeUnit, emailKey, nameKey } from './names.ts'
export { plan } from './plan.ts'
export { originOf, type Projected, type ProjectedOrigin, project } from './project.ts'
export { type SubjectResult, subjectOf } from './subject.ts'
export { SUBJECT_LIMIT, VALUE_LIMIT } from './text.ts'
export type * from './types.ts'
export { type Wanted, wanted } from './wanted.ts'
