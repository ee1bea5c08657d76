import { parseArgs } from 'node:util'
import { workAction, workQuery } from '../api/contract/worklist.ts'
import { check } from '../api/edit/change.ts'
import { existingWork, type WorkEntry } from '../api/edit/work-entry.ts'
import type { May } from '../api/edit/work-rights.ts'
import { actOnWork } from '../api/edit/worklist.ts'
import { holdsClaims, showWork, showWorkDetail, workPage } from '../api/worklist-view.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { recordAudit } from '../store/audit.ts'
import { providerBySlug } from '../store/providers.ts'
import { EXIT, type Io, type Told, tell, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup worklist [list] [--kind KIND] [--provider SLUG] [--state STATE] [--limit N] [--claims] [--json]
       jitup worklist show ID [--claims] [--json]
       jitup worklist do ID ACTION [--name TEXT] [--value VALUE] [--role ROLE] [--everywhere] [--user USER] [--contact ID --into ID] [--json]

Lists what needs somebody: values that wait, groups that mean nothing here, people who wait for approval. An entry goes by itself
when its thing is over.

  create [--name TEXT]          makes the lookup value that waits; with --name under another name, which it then leads to
  alias --value VALUE           lets what arrived mean a value that is there, by id or name
  rule --role ROLE              lets the group give a role; --everywhere: whichever provider sends it
  ignore                        the provider's sign-ons ignore the group from now on
  link --user USER              says who it is, of those whom the sign-on could mean; by id or login name
  merge --contact ID --into ID  makes two contacts one person, of those who are alike; it cannot be undone
  approve, refuse               a person, or a signing key, that waits
  resume                        lets sign-ons of the provider withdraw again
  dismiss, reopen               never tell of it again; or do

  --state open|dismissed|resolved|closed    open when not given
  --claims     what arrived as well, and whom it names; that is noted in the audit
  --data DIR   where the embedded database lives when there is no DATABASE_URL
`

/** The command line is the administrator's own, who sees what arrived when it is asked for. */
const may: May = () => true
const mayWith =
  (claims: boolean): May =>
  (scope) =>
    claims || scope !== 'claims:read'

/** As `explain --claims`. */
async function claimsWereRead(app: App, entries: readonly WorkEntry[]): Promise<void> {
  const objects = entries.filter(holdsClaims).map(({ id }) => id)
  if (objects.length > 0) await recordAudit(app.db, app.now(), { kind: 'claims.read', author, objects })
}

const author = { kind: 'system' } as const

/** `jitup worklist`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      provider: { type: 'string' },
      state: { type: 'string' },
      limit: { type: 'string' },
      claims: { type: 'boolean' },
      name: { type: 'string' },
      value: { type: 'string' },
      role: { type: 'string' },
      everywhere: { type: 'boolean' },
      user: { type: 'string' },
      contact: { type: 'string' },
      into: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [what = 'list', id, action, ...more] = positionals
  const { kind, provider, state, limit = '50', claims = false, data, json = false } = values
  const { name, value, role, everywhere, user, contact, into } = values
  const out = (told: Told): number => {
    tell(io, json, told)
    return EXIT.done
  }
  if (more.length > 0) return wrongUse(io, 'worklist', 'Too many words.')
  if (what === 'list' && id === undefined) {
    if (!/^[1-9][0-9]{0,3}$/.test(limit)) return wrongUse(io, 'worklist', '--limit is a number from 1 to 9999.')
    const query = given({ kind, provider, state })
    return out(await withApp({ data }, (app) => listed(app, query, Number(limit), claims)))
  }
  if (what === 'show' && id !== undefined && action === undefined) {
    return out(await withApp({ data }, (app) => shown(app, id, claims)))
  }
  if (what === 'do' && id !== undefined && action !== undefined) {
    const asked = given({ action, name, value, role, everywhere, user, contact, into })
    return out(await withApp({ data }, (app) => done(app, id, asked)))
  }
  return wrongUse(io, 'worklist', 'Say list, show ID, or do ID ACTION.')
}

const given = (options: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

type Shown = ReturnType<typeof showWork>

const lineOf = ({ id, kind, provider, sentence, user }: Shown): string =>
  [id, kind, provider ?? '-', ...(user ? [user.login] : []), sentence].join('  ')

async function listed(app: App, input: object, limit: number, claims: boolean) {
  const { kind, provider: slug, state = 'open' } = check(workQuery, input)
  const provider = slug === undefined ? null : await providerBySlug(app.db, slug)
  if (slug !== undefined && !provider) throw new JitupError('provider_unknown', 'There is no such identity provider.')
  const filter = { kind, state, providerId: provider?.policy.id }
  const entries = await workPage(app, filter, { before: null, limit }, may)
  if (claims) await claimsWereRead(app, entries)
  const items = entries.map((one) => ({ ...showWork(one, mayWith(claims)), actions: showWork(one, may).actions }))
  return { json: items, lines: items.length > 0 ? items.map(lineOf) : ['Nothing needs anybody.'] }
}

async function shown(app: App, id: string, claims: boolean) {
  const entry = await existingWork(app, id, may)
  if (claims) await claimsWereRead(app, [entry])
  const seen = await showWorkDetail(app, entry, mayWith(claims))
  const detail = { ...seen, actions: showWork(entry, may).actions }
  const { subject } = detail
  const people = (detail.candidates ?? []).map((one) => `  could be ${one.login}  ${one.name}  ${one.id}`)
  const contacts = detail.contacts.map((one) => `  ${one.name}  ${one.login ?? '-'}  ${one.id}`)
  return {
    json: detail,
    lines: [
      lineOf(detail),
      `  ${detail.state}, since ${detail.createdAt.toISOString()}, sign-on ${detail.signOnId ?? '-'}`,
      ...Object.entries(detail.facts).map(([name, value]) => `  ${name}: ${value}`),
      ...(subject ? [`  subject: ${subject.value}`] : []),
      ...people,
      ...contacts,
      `  can be done: ${detail.actions.join(', ') || '-'}`,
    ],
  }
}

async function done(app: App, id: string, input: object) {
  const entry = showWork(await actOnWork(app, author, id, check(workAction, input), may), mayWith(false))
  await recordAudit(app.db, app.now(), { kind: 'worklist.actions', author, objects: [entry.id] })
  return { json: entry, lines: [`${entry.state}  ${lineOf(entry)}`] }
}
