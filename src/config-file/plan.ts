import type { MetadataDocument } from '../trust/document.ts'
import type { ConfigFile } from './config-file.ts'
import type { Directory } from './directory.ts'
import type { LastApplied } from './last-applied.ts'
import { planColumns } from './plan-columns.ts'
import { planConverters } from './plan-converters.ts'
import { planDomains } from './plan-domains.ts'
import { planLookups } from './plan-lookups.ts'
import { planProviders } from './plan-providers.ts'
import { planRoleRules } from './plan-role-rules.ts'
import { planRoles } from './plan-roles.ts'
import { planSettings } from './plan-settings.ts'
import type { ConfigProblem } from './problems.ts'
import { startReport } from './report.ts'
import type { Planning, Step } from './step.ts'

/** What a file would do to a directory. */
export interface ConfigPlan {
  /** In the order in which they are carried out: what others refer to comes first. */
  readonly steps: readonly Step[]
  /** What an administrator has decided otherwise since the file was last applied; it stands. */
  readonly kept: readonly string[]
  /** What the database holds against the file. Nothing is applied while there is one. */
  readonly problems: readonly ConfigProblem[]
}

/**
 * Decides what a file changes: what it says now, against what it said when it was last applied, against the database.
 * Pure; the steps do nothing until they are run. It never deletes what the file does not name.
 */
export function planConfig(
  file: ConfigFile,
  last: LastApplied,
  stored: Directory,
  documents: ReadonlyMap<string, MetadataDocument> = new Map(),
): ConfigPlan {
  const report = startReport(file.places, [])
  const planning: Planning = { file, last, stored, documents, report, steps: [], kept: [] }
  planSettings(planning)
  planLookups(planning)
  planColumns(planning)
  planRoles(planning)
  planProviders(planning)
  planDomains(planning)
  planConverters(planning)
  planRoleRules(planning)
  return { steps: planning.steps, kept: planning.kept, problems: report.problems }
}
