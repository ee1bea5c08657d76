import type { z } from 'zod'
import { REDACTED } from '../../core/redact.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { candidatesOf } from '../../sign-on/work-candidates.ts'
import { type AlikeContact, contactsAlike, contactsOfIds } from '../../store/alike.ts'
import type { Database, Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import { signOnsThere } from '../../store/sign-ons.ts'
import { findUser } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { decideWork, openWork, type WorkRecord, type WorkRow, type WorkState, workById } from '../../store/worklist.ts'
import { workAction } from '../contract/worklist.ts'
import { changeRules, check, invalid, notFound } from './change.ts'
import { bindIdentity } from './identities.ts'
import { addValueAlias } from './lookup-aliases.ts'
import { mergeContacts } from './merge-contacts.ts'
import { createLookupValue, lookupValueNamed } from './new-lookup-value.ts'
import { decideOnCertificate } from './provider-certificates.ts'
import type { ProviderRights } from './provider-reach.ts'
import { existing, updateProviderIn } from './providers.ts'
import { saveRoleRule } from './role-rules.ts'
import { setUserStatus } from './users.ts'
import { resumeWithdrawals } from './withdrawals.ts'
import { actionsOf, type May, scopesToDo, scopeToSee, type WorkAction } from './work-rights.ts'

type Asked = z.output<typeof workAction>
type Of<Name extends WorkAction> = Extract<Asked, { action: Name }>

/** An entry with what it is about. Its sign-on is null once the journal has it no more. */
export interface WorkEntry extends WorkRow {
  readonly record: WorkRecord
  /** Who has the address that another person came with. */
  readonly owner: AlikeContact | null
}

/** Entries as they are read: opened, with the names that they need. Two statements, however many there are. */
export async function openedWork({ db, seal }: Pick<App, 'db' | 'seal'>, rows: readonly WorkRow[]) {
  const entries = rows.map((row) => ({ ...row, record: openWork(seal, row) }))
  const ownerOf = ({ kind, record }: (typeof entries)[number]) =>
    kind === 'email-conflict' ? String(record.problem?.details.contactId ?? '') : ''
  const [owners, there] = await Promise.all([
    contactsOfIds(db, entries.map(ownerOf).filter(isUuid)),
    signOnsThere(
      db,
      entries.flatMap((one) => one.signOnId ?? []),
    ),
  ])
  return entries.map(
    (one): WorkEntry => ({
      ...one,
      signOnId: one.signOnId !== null && there.has(one.signOnId) ? one.signOnId : null,
      owner: owners.find(({ id }) => id === ownerOf(one)) ?? null,
    }),
  )
}

/** @throws JitupError `not_found`, also for what the caller may not see */
export async function existingWork(app: App, id: string, may: May): Promise<WorkEntry> {
  const found = isUuid(id) ? await workById(app.db, id) : null
  if (!found || !may(scopeToSee(found.kind))) throw notFound('entry on the worklist')
  const [entry] = await openedWork(app, [found])
  if (!entry) throw notFound('entry on the worklist')
  return entry
}

/**
 * Does something about an entry: the edit itself, with all that it demands, and the entry's end in one transaction. Whoever was
 * faster has decided.
 * @throws JitupError `not_found`, `forbidden`, `validation_failed`, `conflict` when the entry is not in a state for it, or what it
 *   needs to know is not kept; and whatever the edit throws
 */
export async function actOnWork(app: App, author: Author, id: string, input: z.input<typeof workAction>, may: May) {
  const asked: Asked = check(workAction, input)
  const entry = await existingWork(app, id, may)
  const { kind, state } = entry
  const { action } = asked
  if (!actionsOf(entry, () => true).includes(action)) {
    const possible = actionsOf(entry, () => true)
    const text = `This entry is ${state}; what can be done about it: ${possible.join(', ') || 'nothing'}.`
    throw new JitupError('conflict', text, { state, actions: possible })
  }
  const scope = scopesToDo(kind, action).find((one) => !may(one))
  if (scope !== undefined) throw new JitupError('forbidden', `This needs the scope ${scope}.`, { scope })
  await carryOut(app, author, entry, asked, may)
  return existingWork(app, id, may)
}

async function carryOut(app: App, author: Author, entry: WorkEntry, asked: Asked, may: May): Promise<void> {
  const rights = { protectedRoles: may('admin'), emergencyFirst: true }
  const ending = deciding(app, author, entry, asked.action, 'resolved')
  switch (asked.action) {
    case 'create':
      return createValue(ending, entry, asked)
    case 'alias':
      return aliasValue(ending, entry, asked)
    case 'rule':
      return void (await saveRoleRule(
        ending,
        author,
        { group: known(entry, 'group'), role: asked.role, provider: asked.everywhere ? null : entry.provider },
        undefined,
        rights,
      ))
    case 'ignore':
      return ignoreGroup(ending, author, entry, rights)
    case 'link':
      return linkSubject(app, author, entry, asked, rights)
    case 'merge':
      return mergeAlike(app, author, entry, asked, rights)
    case 'approve':
    case 'refuse':
      if (entry.kind === 'key-waiting') return decideKey(ending, author, entry, asked.action, rights)
      return void (await setUserStatus(
        ending,
        entry.userId ?? '',
        { status: asked.action === 'approve' ? 'active' : 'disabled' },
        undefined,
        rights,
      ))
    case 'resume':
      return void (await resumeWithdrawals(ending, entry.providerId ?? ''))
    case 'dismiss':
      return deciding(app, author, entry, 'dismiss', 'dismissed').db.transaction(async () => {})
    case 'reopen':
      return deciding(app, author, entry, 'reopen', 'open').db.transaction(async () => {})
    default:
      return asked satisfies never
  }
}

/** As `app`, but the entry comes to its end in the transaction of the edit, or the edit does not take place. */
function deciding(app: App, author: Author, entry: WorkRow, action: WorkAction, to: WorkState, userId?: string): App {
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

/** @throws JitupError `conflict` when it is not kept */
function known({ record }: WorkEntry, fact: string): string {
  const value = record.facts?.[fact] ?? record.problem?.details[fact]
  if (value === undefined || value === '' || value === REDACTED) throw notKept()
  return String(value)
}

const notKept = () => new JitupError('conflict', 'What arrived is not kept, so that nothing can be done with it here.')

async function createValue(ending: App, entry: WorkEntry, { name }: Of<'create'>): Promise<void> {
  const [lookup, text] = [known(entry, 'lookup'), known(entry, 'text')]
  await createLookupValue(ending, lookup, name ?? text, text)
}

async function aliasValue(ending: App, entry: WorkEntry, { value }: Of<'alias'>): Promise<void> {
  const [lookup, text] = [known(entry, 'lookup'), known(entry, 'text')]
  const found = await lookupValueNamed(ending.db, lookup, value)
  if (found === null) throw invalid('value', `${lookup} has no such value.`)
  await addValueAlias(ending, lookup, found.id, text)
}

async function ignoreGroup(ending: App, author: Author, entry: WorkEntry, rights: ProviderRights): Promise<void> {
  const group = known(entry, 'group')
  if (group.endsWith('*')) {
    const text =
      'On the list of groups to ignore * at the end stands for everything that begins so. Write the list yourself.'
    throw new JitupError('conflict', text)
  }
  const slug = await changeRules(ending, author, async (tx) => {
    const { policy } = await existing(tx, entry.providerId ?? '')
    const ignoreGroups = [...new Set([...policy.ignoreGroups, group])]
    await updateProviderIn(tx, ending, policy.id, { ignoreGroups }, undefined, author, { rights })
    return policy.slug
  })
  ending.providers.forget(slug)
}

async function linkSubject(
  app: App,
  author: Author,
  entry: WorkEntry,
  { user }: Of<'link'>,
  rights: { readonly protectedRoles: boolean },
): Promise<void> {
  const { subject } = entry.record
  const candidates = await candidatesOf(app, entry)
  if (!subject || candidates === null || entry.provider === null) throw notKept()
  const meant = await findUser(app.db, user)
  if (!meant || !candidates.includes(meant.id)) {
    throw invalid('user', 'This is none of the people whom the sign-in could mean.')
  }
  const ending = deciding(app, author, entry, 'link', 'resolved', meant.id)
  await bindIdentity(
    ending,
    author,
    meant.id,
    { provider: entry.provider, subject: subject.value, format: subject.format },
    rights,
  )
}

/** Contacts that may be one person, as the entry says. */
export async function contactsToMerge({ db }: Pick<App, 'db'>, entry: WorkEntry, limit: number) {
  const { kind, contactId, owner } = entry
  if (kind === 'people-alike') {
    const by = known(entry, 'by') === 'name' ? 'name' : 'email'
    return contactsAlike(db, { by, key: known(entry, 'key') }, limit)
  }
  if (contactId === null || owner === null || owner.id === contactId) return []
  const found = await contactsOfIds(db, [contactId, owner.id])
  return found.toSorted((a, b) => Number(b.id === owner.id) - Number(a.id === owner.id))
}

/** There may be more of them: then the entry stays. Several transactions, so that it ends after them and not with them. */
async function mergeAlike(
  app: App,
  author: Author,
  entry: WorkEntry,
  { contact, into }: Of<'merge'>,
  rights: { readonly protectedRoles: boolean },
): Promise<void> {
  const alike = () => contactsToMerge(app, entry, 200)
  const ids = new Set((await alike()).map(({ id }) => id))
  for (const [field, id] of Object.entries({ contact, into })) {
    if (!ids.has(id.toLowerCase())) throw invalid(field, 'This is none of the contacts that the entry is about.')
  }
  await mergeContacts(app, author, { id: contact, into }, rights)
  if ((await alike()).length > 1) return
  await app.db.transaction(async (tx) => {
    await decideWork(tx, entry.id, { from: 'open', to: 'resolved', action: 'merge', author }, app.now())
  })
}

async function decideKey(
  ending: App,
  author: Author,
  entry: WorkEntry,
  action: 'approve' | 'refuse',
  rights: ProviderRights,
): Promise<void> {
  const fingerprint = known(entry, 'fingerprint')
  const decision = action === 'approve' ? 'approve' : 'dismiss'
  await decideOnCertificate(ending, author, { provider: entry.providerId ?? '', fingerprint, decision }, rights)
}
