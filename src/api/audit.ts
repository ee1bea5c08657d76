import type { App } from '../sign-on/app.ts'
import { insertAudit } from '../store/audit.ts'
import type { Database, Tx } from '../store/database.ts'
import { isUuid, uuid7 } from '../store/uuid.ts'
import type { Caller } from './caller.ts'
import type { Answer, PageAnswer, Route } from './route.ts'

/** A request that changes something, while it is carried out. */
export interface Audited {
  /** What the handler works with: whatever it writes, the event is written in the same transaction. */
  readonly app: App
  /** Writes what is only known afterwards, or the event itself where nothing was written in a transaction. */
  finish(answer: Answer | PageAnswer): Promise<void>
}

/** Does this route's success belong into the audit? Whatever is more than reading. */
export const isAudited = ({ method, scope, signedIn }: Route): boolean =>
  method !== 'GET' && (signedIn === true || (scope !== null && !scope.endsWith(':read')))

/**
 * Puts a request into the audit: who, what kind, which ids; no values. A request that did nothing because it was refused leaves
 * no event, and none is lost with a crash between the change and its answer.
 */
export function audited(
  app: App,
  route: Pick<Route, 'method' | 'path' | 'scope' | 'upload'>,
  caller: Pick<Caller, 'author'>,
  params: Readonly<Record<string, string>>,
): Audited {
  const now = app.now()
  const id = uuid7(now)
  const kind = kindOf(route)
  // A login name may stand for a user: only ids are kept of that.
  const named = Object.values(params).filter((one) => isUuid(one) || !route.path.startsWith('/users'))
  let written = false
  const ruled = /^(rules|trust):/.test(route.scope ?? '')
  const write = (objects: readonly string[]) => insertAudit(id, now, { kind, author: caller.author, objects, ruled })
  const within =
    <T>(work: (tx: Tx) => Promise<T>) =>
    async (tx: Tx): Promise<T> => {
      const result = await work(tx)
      tx.send(write(named))
      return result
    }
  const noted = async <T>(run: () => Promise<T>): Promise<T> => {
    const result = await run()
    written = true
    return result
  }
  const db: Database = {
    query: (statement) => app.db.query(statement),
    transaction: (work) => noted(() => app.db.transaction(within(work))),
    serialised: (keys, work, options) => noted(() => app.db.serialised(keys, within(work), options)),
    close: () => app.db.close(),
  }
  // Its own getters, read from the real one, stay what they are.
  const auditing = Object.create(app, { db: { value: db, enumerable: true } }) as App
  behind.set(auditing, app)
  return {
    app: auditing,
    finish: async (answer) => {
      // What was only foretold has not happened. An import that only looked has left its record.
      if (!written && route.upload === undefined && isDryRun(answer)) return
      const made = madeBy(answer)
      if (written && made.every((one) => named.includes(one))) return
      await app.db.query(write([...new Set([...named, ...made])]))
    },
  }
}

const behind = new WeakMap<App, App>()

/** For work that goes on after the answer: its event is written by then, and not again with each of its steps. */
export const beyondAudit = (app: App): App => behind.get(app) ?? app

/** `POST /sp-keys/:id/activate` is `sp-keys.activate`, `PATCH /users/:id` is `users.change`. */
export function kindOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const parts = path.split('/').filter((one) => one !== '')
  const nouns = parts.filter((one) => !one.startsWith(':'))
  const acts = method === 'POST' && parts.length > 1 && !(parts.at(-1) ?? '').startsWith(':')
  return acts ? nouns.join('.') : [...nouns, verbs[method]].join('.')
}

const verbs = { GET: 'read', POST: 'create', PUT: 'change', PATCH: 'change', DELETE: 'delete' } as const

const isDryRun = (answer: Answer | PageAnswer): boolean =>
  !('items' in answer) && (answer.body as { dryRun?: unknown } | undefined)?.dryRun === true

function madeBy(answer: Answer | PageAnswer): string[] {
  if ('items' in answer || typeof answer.body !== 'object' || answer.body === null) return []
  const { id } = answer.body as { id?: unknown }
  return typeof id === 'string' && isUuid(id) ? [id] : []
}
