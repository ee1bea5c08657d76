import type { z } from 'zod'
import type { App } from '../sign-on/app.ts'
import { contactsByLogin, isSignOnOf, pageOfSignOns, type SignOnPage } from '../store/sign-on-list.ts'
import { findUser } from '../store/users.ts'
import { type IdRange, idsFrom, isUuid } from '../store/uuid.ts'
import { providerIdOf } from './contact-query.ts'
import type { signOnQuery } from './contract/sign-ons.ts'
import { everyRow } from './csv.ts'
import { invalid, notFound } from './edit/change.ts'
import type { Table } from './route.ts'

/** A list of attempts as it was asked for, its names looked up. */
export type SignOnsAsked = Omit<SignOnPage, 'before' | 'limit'>

/** The entries of so many people are looked up one by one. */
const peopleAtOnce = 200

/**
 * What is asked for; null: nothing can fit.
 * @throws JitupError `validation_failed`, `not_found`
 */
export async function signOnsAsked(app: App, query: z.output<typeof signOnQuery>): Promise<SignOnsAsked | null> {
  const { search, provider, contact, user, outcome: outcomes, code, from, to, tests = 'show' } = query
  const ids = search === undefined ? undefined : await referencesFrom(app, search.trim())
  const people = [
    contact === undefined ? null : [contact],
    user === undefined ? null : [await contactOf(app, user)],
    search === undefined || ids !== undefined ? null : await peopleCalled(app, search),
  ].filter((one) => one !== null)
  const contactIds = people.length === 0 ? undefined : inAll(people)
  if (contactIds?.length === 0) return null
  return {
    ids,
    contactIds,
    providerId: await providerIdOf(app, provider),
    outcomes,
    code,
    from: from === undefined ? undefined : momentOf(from, 0),
    until: to === undefined ? undefined : momentOf(to, 1),
    tests,
  }
}

/** A login name may look like the beginning of a reference: it is one where there is such a reference. */
async function referencesFrom(app: App, text: string): Promise<IdRange | undefined> {
  const ids = idsFrom(text)
  return ids !== null && (isUuid(text) || (await isSignOnOf(app.db, ids))) ? ids : undefined
}

async function contactOf(app: App, idOrLogin: string): Promise<string> {
  const user = await findUser(app.db, idOrLogin)
  if (!user) throw notFound('user')
  return user.contactId
}

async function peopleCalled(app: App, search: string): Promise<string[]> {
  const found = await contactsByLogin(app.db, search, peopleAtOnce + 1)
  if (found.length <= peopleAtOnce) return found
  throw invalid('search', `More than ${peopleAtOnce} people have this in their login names. Write more of it.`)
}

const inAll = (sets: readonly (readonly string[])[]): string[] =>
  [...(sets[0] ?? [])].filter((one) => sets.every((set) => set.includes(one)))

const day = 86_400_000

/** A day is meant from its beginning to its end. */
const momentOf = (text: string, days: number): Date =>
  text.includes('T') ? new Date(text) : new Date(Date.parse(`${text}T00:00:00Z`) + days * day)

const rowsAtOnce = 1000

/** The list as a table, the newest first. */
export function signOnTable(app: App, filter: SignOnsAsked | null, slugs: ReadonlyMap<string, string>): Table {
  const rows = everyRow<Awaited<ReturnType<typeof pageOfSignOns>>[number]>(async (after) =>
    filter === null ? [] : pageOfSignOns(app.db, { ...filter, before: after?.id ?? null, limit: rowsAtOnce }),
  )
  async function* lines() {
    for await (const row of rows) {
      yield [
        row.at.toISOString(),
        row.id,
        slugs.get(row.providerId ?? '') ?? null,
        row.outcome,
        row.code,
        row.step,
        row.login,
        row.contactName,
        row.contactId,
        row.problems.join(' '),
        String(row.durationMicroseconds),
      ]
    }
  }
  const person = ['login', 'contactName', 'contactId']
  return {
    header: ['at', 'id', 'provider', 'outcome', 'code', 'step', ...person, 'problems', 'durationMicroseconds'],
    rows: lines(),
  }
}
