import type { Shape } from '../../api.ts'

export type Role = Shape<'role'>

/** A role in the tree, as deep as it stands there. */
export interface Branch {
  readonly role: Role
  readonly level: number
  readonly children: number
}

/** Organisational roles as lines of a tree: each below its parent, by name. What is folded hides what is below it. */
export function branchesOf(roles: readonly Role[], folded: ReadonlySet<string>): Branch[] {
  const below = new Map<string | null, Role[]>()
  const known = new Set(roles.map((one) => one.id))
  for (const role of roles) {
    const parent = role.parent && known.has(role.parent.id) ? role.parent.id : null
    below.set(parent, [...(below.get(parent) ?? []), role])
  }
  const lines: Branch[] = []
  const walk = (parent: string | null, level: number): void => {
    for (const role of below.get(parent) ?? []) {
      const children = below.get(role.id)?.length ?? 0
      lines.push({ role, level, children })
      if (!folded.has(role.id)) walk(role.id, level + 1)
    }
  }
  walk(null, 0)
  return lines
}

/** The role itself and everything below it: where it cannot be moved to. */
export function withBelow(roles: readonly Role[], id: string): ReadonlySet<string> {
  const found = new Set([id])
  for (let grew = true; grew; ) {
    grew = false
    for (const role of roles) {
      if (role.parent && found.has(role.parent.id) && !found.has(role.id)) {
        found.add(role.id)
        grew = true
      }
    }
  }
  return found
}
