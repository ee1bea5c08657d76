/** People who have signed on, without the trouble of signatures, and what a directory looks like to its readers. */
import sql, { raw } from 'sql-template-tag'
import { expect } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import { apply } from '../../src/sign-on/apply.ts'
import { ask, identify } from '../../src/sign-on/identify.ts'
import { readRuleBook } from '../../src/sign-on/rule-book.ts'
import { readColumns } from '../../src/store/columns.ts'
import { providerById } from '../../src/store/providers.ts'
import { insertSignOn } from '../../src/store/sign-ons.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import type { Api } from '../api/api-world.ts'

type Attributes = Readonly<Record<string, readonly string[]>>
const outcomes = { create: 'created', update: 'updated', unchanged: 'unchanged', refuse: 'refused' } as const

/** Signs a person on by the sign-on's own steps, from the plan to the journal. @returns the journal's id */
export async function signOnByHand(
  { app, clock }: Pick<Api, 'app' | 'clock'>,
  providerId: string,
  subject: string,
  attributes: Attributes,
): Promise<string> {
  clock.now = new Date(clock.now.getTime() + 10)
  const now = clock.now
  const provider = await providerById(app.db, providerId)
  if (!provider) throw new Error('no such provider')
  const book = await readRuleBook(app.db)
  const claims = new Map(Object.entries(attributes))
  const nameId = { value: subject, format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
  const question = ask(provider.policy, { claims, nameId }, book, now)
  const id = uuid7(now)
  await app.db.transaction(async (tx) => {
    const snapshot = await identify(tx, app.seal, question)
    const decided = plan(snapshot, claims, book.rules)
    const known = { userId: snapshot.person?.user.id ?? null, contactId: snapshot.person?.contact.id ?? null }
    const person = decided.refusal ? known : await apply(tx, snapshot, decided, { kind: 'sign-on', signOnId: id }, now)
    const entry = {
      id,
      providerId,
      outcome: outcomes[decided.decision],
      code: decided.refusal?.code ?? null,
      step: decided.refusal ? 'plan' : null,
      ...person,
      rulesRevision: book.rules.revision,
      problems: decided.problems.map((one) => one.code),
      durationMicroseconds: 1000,
      address: null,
    }
    await tx.query(
      insertSignOn(app.seal, entry, { subject: { value: subject, format: null }, claims: [...claims], plan: decided }),
    )
  })
  return id
}

/** So many people, each with one stored sign-on. */
export async function insertPeople(
  api: Pick<Api, 'app' | 'clock'>,
  providerId: string,
  count: number,
  attributes: (n: number) => Attributes,
): Promise<void> {
  for (let n = 0; n < count; n++) await signOnByHand(api, providerId, `person${n}`, attributes(n))
}

/** Waits until a replay's stage has ended. */
export async function ended(api: Api, id: string) {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await api.get(`/replays/${id}`)
    if (body.state !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw expect.fail('the replay does not end')
}

/** Columns, users, grants and lookup values, without versions, times and ids of the history. */
export async function dumpOfDirectory({ app }: Pick<Api, 'app'>) {
  const columns = await readColumns(app.db)
  const cells = [...columns.values()].filter((one) => !one.name.includes('.')).map((one) => `"${one.name}"`)
  const [contacts, users, grants, values, identities] = await Promise.all([
    app.db.query(raw(`select id, name_key, email_key, origins, ${cells.join(', ')} from contacts order by id`)),
    app.db.query(sql`select id, contact_id, login, type, status, culture, time_zone from users order by id`),
    app.db.query(sql`
      select user_id, role_id, origin, provider_id, rule_id from grants order by user_id, role_id, origin, rule_id`),
    app.db.query(sql`select id, lookup, name, name_key, created_by, provider_id from lookup_values order by id`),
    app.db.query(sql`select provider_id, subject, format, user_id from identities order by id`),
  ])
  return { contacts, users, grants, values, identities }
}
