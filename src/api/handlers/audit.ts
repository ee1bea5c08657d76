import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { type AuditEntry, type AuditPosition, pageOfAudit } from '../../store/audit.ts'
import { auditThings } from '../../store/audit-things.ts'
import { auditEntry, auditLine } from '../contract.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const path = '/audit'
const streamPath = '/audit/stream'
const cursorParts = ['text', 'text'] as const

const positionOf = ([at = '', key = '']: readonly string[]): AuditPosition => {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at)) return { at, key }
  throw new JitupError('cursor_invalid', 'This cursor does not belong to this list. Start again without one.')
}

const show = ({ position, ...entry }: AuditEntry) => entry

/**
 * What is younger may still be joined by something older, whose transaction is under way: a reader who goes on after what they
 * have read would never see it.
 */
export const settledAfter = 60_000
/** A reader comes back: whoever lost the right to read does not read on for long. */
const followFor = 60_000
const pause = 2_000
const batch = 500

/** The audit as lines of JSON, the oldest first, each with the cursor after which to go on. */
async function* lines(
  app: App,
  query: { readonly signOns: boolean; readonly reads: boolean; readonly follow: boolean },
  start: AuditPosition | null,
): AsyncGenerator<string> {
  const end = Date.now() + followFor
  for (let from = start; ; ) {
    const until = new Date(app.now().getTime() - settledAfter)
    const { signOns, reads } = query
    const rows = await pageOfAudit(app.db, { order: 'oldest', from, until, signOns, reads, limit: batch })
    for (const row of rows) {
      from = row.position
      yield `${JSON.stringify({ ...show(row), cursor: writeCursor(streamPath, [from.at, from.key]) })}\n`
    }
    if (rows.length === batch) continue
    if (!query.follow || Date.now() > end) return
    await setTimeout(pause, undefined, { ref: false })
  }
}

const signOns = z.enum(['true', 'false']).optional().describe('Attempts to sign on as well; true when not given')

const reads = z
  .enum(['true', 'false'])
  .optional()
  .describe('What was only read or exported as well (claims.read, person.exported, …export); true when not given')

/** So many ids of an entry are told what they are; a page of read claims may have thousands. */
const toldOf = 10

export const auditRoutes: readonly Route[] = [
  list({
    path,
    summary:
      'Lists what administrators and the system did, newest first; ids and counts, no values; names where asked for',
    scope: 'admin',
    query: z.strictObject({
      kind: z.string().min(1).max(100).optional(),
      about: z.uuid().optional().describe('Only what was done to this id'),
      signOns,
      reads,
      names: z
        .enum(['true', 'false'])
        .optional()
        .describe('Also what the ids are called today, and where they are read; false when not given'),
    }),
    items: auditLine,
    cursor: cursorParts,
    handle: async ({ app, query, page: { limit, after } }) => {
      const rows = await pageOfAudit(app.db, {
        order: 'newest',
        from: after ? positionOf(after) : null,
        kind: query.kind,
        about: query.about,
        signOns: query.signOns !== 'false',
        reads: query.reads !== 'false',
        limit: limit + 1,
      })
      const told = ({ objects }: AuditEntry) => objects.slice(0, toldOf)
      const named = query.names === 'true'
      const things = named ? await auditThings(app.db, rows.slice(0, limit).flatMap(told)) : null
      return pageFrom(
        rows,
        limit,
        ({ position }) => [position.at, position.key],
        (row) => ({ ...show(row), ...(things && { things: told(row).flatMap((id) => things.get(id) ?? []) }) }),
      )
    },
  }),
  one({
    method: 'GET',
    path: streamPath,
    summary: 'Streams the audit as JSON lines, oldest first, a minute behind; each line has the cursor for `after`',
    scope: 'admin',
    query: z.object({
      after: z.string().min(1).max(4000).optional(),
      follow: z.enum(['true', 'false']).optional().describe('Wait a minute for more before the stream ends'),
      signOns,
      reads,
    }),
    answer: auditEntry.extend({ cursor: z.string() }),
    media: ['application/x-ndjson'],
    handle: async ({ app, query }) => {
      const start = query.after === undefined ? null : positionOf(readCursor(streamPath, cursorParts, query.after))
      const wanted = {
        signOns: query.signOns !== 'false',
        reads: query.reads !== 'false',
        follow: query.follow === 'true',
      }
      return { stream: { type: 'application/x-ndjson', pieces: lines(app, wanted, start) } }
    },
  }),
]
