/** People who have signed on, without the trouble of signatures, and what a directory looks like to its readers. */
import pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { expect } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import type { App } from '../../src/sign-on/app.ts'
import { apply } from '../../src/sign-on/apply.ts'
import { stopBackground } from '../../src/sign-on/background.ts'
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

/** Holds up what replays write, of one stored sign-on or of all. @returns what lets go of it, and waits until they have ended */
export async function holdReplay(
  { app, connection }: { readonly app: App; readonly connection: pg.ClientConfig },
  signOnId?: string,
): Promise<() => Promise<void>> {
  const gate = new pg.Client(connection)
  await gate.connect()
  await gate.query(`
    select pg_advisory_lock(4711);
    create or replace function wait_at_gate() returns trigger language plpgsql as $$ begin
      perform set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(4711);
      return new;
    end $$;
    create trigger gate before insert or update on replay_people for each row
      ${signOnId === undefined ? '' : `when (new.sign_on_id = '${signOnId}')`} execute function wait_at_gate()`)
  return async () => {
    await gate.query('select pg_advisory_unlock(4711)')
    await stopBackground(app.db)
    await gate.query('drop trigger gate on replay_people')
    await gate.end()
  }
}
