import type { App } from '../sign-on/app.ts'
import { journeyOf } from '../sign-on/journey.ts'
import { loginsOf } from '../store/origins.ts'
import { listProviders, providerById } from '../store/providers.ts'
import { rulesOfRevision } from '../store/revisions.ts'
import { openSignOn, type SignOnRow } from '../store/sign-ons.ts'
import type { PastSignOn } from './pages/sign-on-page.tsx'
import type { SignOnLine } from './pages/sign-ons-page.tsx'
import { modelOfPast } from './plan-model.ts'

/** Journal entries as a list shows them: who and where by name. */
export async function signOnLines(app: App, rows: readonly SignOnRow[]): Promise<SignOnLine[]> {
  const users = [...new Set(rows.flatMap((one) => one.userId ?? []))]
  const [providers, logins] = await Promise.all([listProviders(app.db), loginsOf(app.db, users)])
  const names = new Map(providers.map((one) => [one.policy.id, one.policy.name]))
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    outcome: row.outcome,
    code: row.code,
    problems: row.problems,
    provider: names.get(row.providerId ?? '') ?? null,
    login: logins.get(row.userId ?? '') ?? null,
    subject: row.userId === null && row.sealed !== null ? subjectOf(app, row.id, row.sealed) : null,
  }))
}

const subjectOf = (app: App, id: string, sealed: string): string | null =>
  openSignOn(app.seal, id, sealed).subject?.value ?? null

/** One journal entry with the plan of its day, laid out by the rules of that day. */
export async function pastSignOn(app: App, row: SignOnRow): Promise<PastSignOn> {
  const record = row.sealed === null ? null : openSignOn(app.seal, row.id, row.sealed)
  const [provider, logins, { columns }, rules] = await Promise.all([
    row.providerId === null ? null : providerById(app.db, row.providerId),
    loginsOf(app.db, row.userId === null ? [] : [row.userId]),
    app.rules.current(),
    row.rulesRevision === null ? null : rulesOfRevision(app.db, row.rulesRevision),
  ])
  const login = logins.get(row.userId ?? '') ?? null
  const model =
    record?.plan && provider && rules
      ? modelOfPast(record, record.plan, { provider: provider.policy, rules, columns, login })
      : null
  return {
    row,
    record,
    provider: provider && { name: provider.policy.name, slug: provider.policy.slug },
    login,
    journey: journeyOf(row, record, provider?.protocol ?? 'saml'),
    model,
  }
}
