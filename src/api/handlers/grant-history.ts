import { z } from 'zod'
import { describeBecause } from '../../core/describe.ts'
import { say } from '../../messages.ts'
import type { App } from '../../sign-on/app.ts'
import { type GrantEvent, pageOfGrantHistory } from '../../store/grant-history.ts'
import { loginsOf } from '../../store/origins.ts'
import { openSignOn, signOnById } from '../../store/sign-ons.ts'
import { tokenNames } from '../../store/tokens.ts'
import { findUser } from '../../store/users.ts'
import { type Caller, may } from '../caller.ts'
import { roleIdOf } from '../contact-query.ts'
import { grantEvent } from '../contract/grants.ts'
import { notFound } from '../edit/change.ts'
import { list, pageFrom, type Route } from '../route.ts'
import { claimsWereRead } from './sign-ons.ts'

/**
 * Why each of them happened, as the plan of its sign-on says; null where no sign-on did it, or its plan is not kept. A reason may name
 * a group that arrived: that somebody has read it is noted.
 */
async function reasonsOf(
  app: App,
  caller: Caller,
  events: readonly GrantEvent[],
): Promise<ReadonlyMap<GrantEvent, string>> {
  const arrivalsOf = new Set<string>()
  const reasons = new Map<GrantEvent, string>()
  const signOns = [...new Set(events.flatMap((one) => one.actor.signOnId ?? []))]
  for (const id of signOns) {
    const row = await signOnById(app.db, id)
    const plan = row?.sealed ? openSignOn(app.seal, row.id, row.sealed).plan : null
    for (const event of events.filter((one) => one.actor.signOnId === id)) {
      const kind = event.change === 'granted' ? 'role-granted' : 'role-withdrawn'
      const change = plan?.changes.find((one) => one.kind === kind && one.roleId === event.roleId)
      if (!change) continue
      if ('group' in change.because) arrivalsOf.add(id)
      const { key, values } = describeBecause(change.because)
      reasons.set(event, say(key, values))
    }
  }
  await claimsWereRead(app, caller, ...arrivalsOf)
  return reasons
}

export const grantHistoryRoutes: readonly Route[] = [
  list({
    path: '/users/:id/role-history',
    summary:
      'Lists which roles a user was given and lost, newest first, with who did it; why only with the scope claims:read',
    scope: 'directory:read',
    query: z.strictObject({ role: z.string().min(1).max(256).optional().describe('Id or name of a role') }),
    items: grantEvent,
    cursor: ['integer'],
    handle: async ({ app, caller, params: { id = '' }, query, page: { limit, after } }) => {
      const user = await findUser(app.db, id)
      if (!user) throw notFound('user')
      const roleId = (await roleIdOf(app, query.role)) ?? null
      const rows = await pageOfGrantHistory(app.db, user.id, { roleId, before: after?.[0] ?? null, limit: limit + 1 })
      const shown = rows.slice(0, limit)
      const [reasons, logins, tokens] = await Promise.all([
        may(caller, 'claims:read') ? reasonsOf(app, caller, shown) : new Map<GrantEvent, string>(),
        loginsOf(
          app.db,
          shown.flatMap((one) => one.actor.userId ?? []),
        ),
        tokenNames(
          app.db,
          shown.flatMap((one) => one.actor.tokenId ?? []),
        ),
      ])
      return pageFrom(
        rows,
        limit,
        (row) => [row.place],
        (row) => ({
          at: row.at,
          change: row.change,
          role: { id: row.roleId, name: row.role },
          origin: row.origin,
          provider: row.provider,
          ruleId: row.ruleId,
          group: may(caller, 'rules:read') ? row.group : null,
          by: row.actor.kind === 'person' && row.actor.tokenId !== undefined ? 'token' : row.actor.kind,
          signOnId: row.actor.signOnId ?? null,
          login: logins.get(row.actor.userId ?? '') ?? null,
          token: tokens.get(row.actor.tokenId ?? '') ?? null,
          because: reasons.get(row) ?? null,
        }),
      )
    },
  }),
]
