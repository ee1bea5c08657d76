import { readColumns } from '../store/columns.ts'
import type { Database, Tx } from '../store/database.ts'
import { readJournalSettings } from '../store/journal-settings.ts'
import { lastRevision, readRules } from '../store/rules.ts'
import type { App, RuleBook, RulesCache } from './app.ts'

/** Keeps the rules in memory: they change rarely, and every sign-on learns from the database whether they have. */
export function rulesCache(db: Database): RulesCache {
  let known: Promise<RuleBook> | undefined
  return {
    current: () => {
      if (!known) {
        known = readRuleBook(db)
        known.catch(() => {
          known = undefined
        })
      }
      return known
    },
    forget: () => {
      known = undefined
    },
  }
}

/** The rules as the database has them now. Those that this node has read already are not read again. */
export async function rulesInForce(app: Pick<App, 'db' | 'rules'>): Promise<RuleBook['rules']> {
  const [known, revision] = await Promise.all([app.rules.current(), lastRevision(app.db)])
  if (known.rules.revision === revision) return known.rules
  app.rules.forget()
  return (await app.rules.current()).rules
}

/** The rules and the catalogue as the database has them now. */
export async function readRuleBook(db: Database | Tx): Promise<RuleBook> {
  // The catalogue after the rules: a column is there before a rule can name it.
  const rules = await readRules(db)
  return { rules, columns: await readColumns(db), journal: await readJournalSettings(db) }
}
