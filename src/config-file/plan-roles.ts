import { saveRoleIn } from '../api/edit/roles.ts'
import { nameKey } from '../core/names.ts'
import { suggestion } from '../core/nearest.ts'
import type { ConfigRole, RoleFields } from './config-file.ts'
import { merge, type Widening } from './merge.ts'
import { entryOf, type Planning } from './step.ts'

const turnsOff = (to: boolean, from: unknown): boolean => !to && from === true

/** A role that loses its protection can be given by a group's mere name; without sensitivity its loss ends no session; each scope more lets its holders do more. */
const adds = (to: readonly string[], from: unknown): boolean =>
  to.some((one) => !(from as readonly string[]).includes(one))

const widening: Widening<RoleFields> = { protected: turnsOff, sensitive: turnsOff, scopes: adds }

/** Plans roles, each after the one above it. */
export function planRoles(planning: Planning): void {
  for (const role of planning.file.roles) planRole(planning, role)
}

function planRole(planning: Planning, { path, name, builtIn, fields }: ConfigRole): void {
  const { stored, report, steps, kept } = planning
  if (builtIn !== undefined) {
    planBuiltIn(planning, { path, name, builtIn, fields })
    return
  }
  const key = nameKey(name)
  const last = entryOf(planning.last.roles, key)
  const known = stored.roles.get(key)
  if (!known && last) {
    kept.push(`role ${name}: removed or renamed`)
    return
  }
  if (!known) {
    checkParent(planning, path, fields.parent)
    steps.push({ path, change: `role ${name} added`, run: (tx, app) => saveRoleIn(tx, app, { name, ...fields }) })
    return
  }
  if (known.builtIn && last) {
    kept.push(`role ${name}: a built-in role has this name now`)
    return
  }
  if (known.builtIn) {
    report.at([...path, 'name'], `The role ${known.name} is built in and not the file's to describe; leave it out.`)
    return
  }
  if (fields.kind !== undefined && fields.kind !== known.kind && fields.kind !== last?.kind) {
    report.at([...path, 'kind'], `The role ${known.name} is ${known.kind}, and a role's kind never changes.`)
  }
  // Two spellings of the parent's name are the same parent.
  const same = fields.parent !== undefined && nameKey(fields.parent) === nameKey(known.parent ?? '')
  const parent = same ? fields.parent : (known.parent ?? undefined)
  const merged = merge({ now: fields, last, stored: { ...known, parent } }, widening)
  for (const field of merged.kept) kept.push(`role ${known.name}: ${field}`)
  const { kind: _, ...taken } = merged.taken
  const names = Object.keys(taken)
  if (names.length === 0) return
  if ('parent' in taken) checkParent(planning, path, taken.parent)
  steps.push({
    path,
    change: `role ${known.name}: ${names.join(', ')} changed`,
    run: (tx, app) => saveRoleIn(tx, app, { id: known.id, ...taken }),
  })
}

/** Of a built-in role a file decides what it is called and whether it is sensitive. */
function planBuiltIn({ last, stored, steps, kept }: Planning, { path, name, builtIn, fields }: ConfigRole): void {
  const known = [...stored.roles.values()].find((one) => one.builtIn === builtIn)
  if (!known) return
  const sensitive = fields.sensitive
  const before = entryOf(last.roles, nameKey(name))
  const merged = merge(
    {
      now: { name, sensitive },
      last: before && { name, sensitive: before.sensitive },
      stored: { name: known.name, sensitive: known.sensitive },
    },
    { sensitive: turnsOff },
  )
  for (const field of merged.kept) kept.push(`role ${known.name}: ${field}`)
  const names = Object.keys(merged.taken)
  if (names.length === 0) return
  const change = `role ${known.name}: ${names.join(', ')} changed`
  steps.push({ path, change, run: (tx, app) => saveRoleIn(tx, app, { id: known.id, ...merged.taken }) })
}

function checkParent({ file, stored, report }: Planning, path: ConfigRole['path'], parent: string | undefined): void {
  if (parent === undefined) return
  const names = [...[...stored.roles.values()].map((one) => one.name), ...file.roles.map((one) => one.name)]
  if (names.some((one) => nameKey(one) === nameKey(parent))) return
  report.at([...path, 'parent'], `${JSON.stringify(parent)} is not a role; ${suggestion(parent, names)}`)
}
