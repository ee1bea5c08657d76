import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import { decideWork, type WorkRow, type WorkState } from '../../store/worklist.ts'
import type { WorkAction } from './work-rights.ts'

/** As `app`, but the entry comes to its end in the transaction of the edit, or the edit does not take place. */
export function deciding(
  app: App,
  author: Author,
  entry: WorkRow,
  action: WorkAction,
  to: WorkState,
  userId?: string,
): App {
  const within =
    <T>(work: (tx: Tx) => Promise<T>) =>
    async (tx: Tx): Promise<T> => {
      const done = await work(tx)
      const decided = { from: entry.state, to, action, author, userId }
      if (!(await decideWork(tx, entry.id, decided, app.now()))) {
        throw new JitupError('conflict', 'Somebody else has decided on this meanwhile. Look at it again.')
      }
      return done
    }
  const db: Database = {
    query: (statement) => app.db.query(statement),
    transaction: (work) => app.db.transaction(within(work)),
    serialised: (keys, work, options) => app.db.serialised(keys, within(work), options),
    close: () => app.db.close(),
  }
  return Object.create(app, { db: { value: db, enumerable: true } }) as App
}
