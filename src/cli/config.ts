import { type Io, wrongUse } from './io.ts'

export const help = `Usage: jitup config export [--to FILE] [--data DIR]
       jitup config diff FILE|- [--prune] [--withdraw now] [--data DIR] [--json]
       jitup config apply FILE|- [--prune] [--withdraw now] [--plan PLAN] [--confirm N] [--data DIR] [--json]

The whole configuration as one YAML file: see docs/configuration.md.

  export         writes everything that administrators have decided; no secrets, no people
  diff           shows what apply would change, and changes nothing
  apply          shows it, and makes the installation what the file says: all of it or nothing

  --to FILE      where the export goes, readable by its owner alone; else to standard output
  --prune        also removes what the file does not name
  --withdraw now grants that a rule gave and gives no more go at once, not at each person's next sign-on
  --plan PLAN    applies only what diff has shown: the plan that it named
  --confirm N    it takes N grants and identities from people, and that is meant
  --json         the plan as JSON

Exit code: export and apply 0 done, 1 refused or failed; diff 0 nothing differs, 1 something does, or it failed; 2 wrong use.
`

/** `jitup config`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const [name, ...rest] = argv
  if (name === 'export') return (await import('./config-export.ts')).configExport(rest, io)
  if (name === 'diff') return (await import('./config-diff.ts')).configDiff(rest, io)
  if (name === 'apply') return (await import('./config-apply.ts')).configApply(rest, io)
  return wrongUse(io, 'config', 'Say export, diff or apply.')
}
