import { type Context, Hono } from 'hono'
import { readCursor, writeCursor } from '../api/cursor.ts'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { recordAudit } from '../store/audit.ts'
import { historyOf, pageOfContacts } from '../store/contacts.ts'
import { identitiesOf } from '../store/identities.ts'
import { originNames } from '../store/origins.ts'
import { countOutcomes } from '../store/overview.ts'
import { listWaitingCertificates } from '../store/provider-metadata.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { listSignOns, signOnById } from '../store/sign-ons.ts'
import { isUuid } from '../store/uuid.ts'
import { backAfterSignIn, converterRoutes } from './converter-routes.tsx'
import { ContactPage } from './pages/contact-page.tsx'
import { ContactsPage } from './pages/contacts-page.tsx'
import { type EndingCertificate, OverviewPage, ReferencePage } from './pages/overview-page.tsx'
import { SignOnPage } from './pages/sign-on-page.tsx'
import { type SignOnsFilter, SignOnsPage } from './pages/sign-ons-page.tsx'
import { pastSignOn, signOnLines } from './past-sign-on.ts'
import { personFacts } from './person-facts.ts'
import { providerRoutes } from './provider-routes.tsx'
import { administratorsOnly } from './security.ts'
import { authorOf, frameOf, show } from './show.ts'

const perPage = 50
const day = 86_400_000

/** `/admin`: what administrators see and, in the attribute mapping, change. */
export function adminRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use('/converters/*', backAfterSignIn)
  routes.use(administratorsOnly)

  routes.get('/', async (c) => show(c, <OverviewPage frame={await frameOf(app, c)} overview={await overview(app)} />))

  routes.get('/sign-ons', (c) => showSignOns(app, c))

  routes.get('/sign-ons/:id', async (c) => {
    const id = c.req.param('id')
    const row = isUuid(id) ? await signOnById(app.db, id) : null
    if (!row) throw new JitupError('not_found', 'There is no such sign-in.')
    await recordAudit(app.db, app.now(), { kind: 'claims.read', author: authorOf(c), objects: [row.id] })
    return show(c, <SignOnPage frame={await frameOf(app, c)} signOn={await pastSignOn(app, row)} />)
  })

  routes.get('/lookup/reference', async (c) => {
    const id = (c.req.query('id') ?? '').trim().toLowerCase()
    const row = isUuid(id) ? await signOnById(app.db, id) : null
    if (row) return c.redirect(`/admin/sign-ons/${row.id}`, 302)
    return show(c, <ReferencePage frame={await frameOf(app, c)} id={id} />, id === '' ? 200 : 404)
  })

  routes.get('/contacts', (c) => showContacts(app, c))
  routes.get('/contacts/:id', (c) => showContact(app, c, c.req.param('id')))

  routes.route('/providers', providerRoutes(app))
  routes.route('/converters', converterRoutes(app))
  return routes
}

async function overview(app: App) {
  const now = app.now()
  const [counts, rows, providers, { rules }, waiting] = await Promise.all([
    countOutcomes(app.db, new Date(now.getTime() - day)),
    listSignOns(app.db, { before: null, limit: 8, withoutTests: true }),
    listProviders(app.db),
    app.rules.current(),
    listWaitingCertificates(app.db),
  ])
  return {
    counts,
    latest: await signOnLines(app, rows),
    certificates: endingCertificates(providers, now),
    waiting: providers
      .filter(({ policy }) => waiting.get(policy.id)?.some((one) => one.dismissedAt === null))
      .map(({ policy }) => policy.name),
    providers: providers.length,
    converters: rules.converters.length,
  }
}

/** Early enough to talk to the other side's administrator. */
const warnedDays = 30

const endingCertificates = (providers: readonly ProviderRecord[], now: Date): EndingCertificate[] =>
  providers
    .filter((one) => one.enabled)
    .flatMap(({ policy, certificates }) => certificates.map(({ notAfter }) => ({ provider: policy.name, notAfter })))
    .filter(({ notAfter }) => notAfter.getTime() < now.getTime() + warnedDays * day)
    .map((one) => ({ ...one, ended: one.notAfter <= now }))

const filters: readonly string[] = ['all', 'created', 'updated', 'unchanged', 'refused', 'tested']
const isFilter = (text: string): text is SignOnsFilter => filters.includes(text)

async function showSignOns(app: App, c: Context<Env>): Promise<Response> {
  const filter = c.req.query('outcome') ?? 'all'
  if (!isFilter(filter)) {
    const frame = await frameOf(app, c)
    return show(c, <SignOnsPage frame={frame} lines={[]} filter={null} next={null} first={true} />, 400)
  }
  const before = c.req.query('before') ?? null
  if (before !== null && !isUuid(before)) throw new JitupError('cursor_invalid', 'That is not a page of this list.')
  const chosen = filter === 'all' ? { withoutTests: true } : { outcome: filter }
  const rows = await listSignOns(app.db, { before, limit: perPage + 1, ...chosen })
  const shown = rows.slice(0, perPage)
  const next = rows.length > perPage ? (shown.at(-1)?.id ?? null) : null
  const [frame, lines] = await Promise.all([frameOf(app, c), signOnLines(app, shown)])
  return show(c, <SignOnsPage frame={frame} lines={lines} filter={filter} next={next} first={before === null} />)
}

async function showContacts(app: App, c: Context<Env>): Promise<Response> {
  const search = (c.req.query('search') ?? '').trim().slice(0, 200)
  const cursor = c.req.query('cursor')
  const [key = '', id = ''] = cursor === undefined ? [] : readCursor('/admin/contacts', ['text', 'id'], cursor)
  const after = cursor === undefined ? null : { key, id }
  const { columns } = await app.rules.current()
  const rows = await pageOfContacts(app.db, columns, { search, login: null, after, limit: perPage + 1 })
  const contacts = rows.slice(0, perPage)
  const last = rows.length > perPage ? contacts.at(-1) : undefined
  const next = last === undefined ? null : writeCursor('/admin/contacts', [last.key, last.id])
  const frame = await frameOf(app, c)
  return show(c, <ContactsPage frame={frame} contacts={contacts} search={search} next={next} first={after === null} />)
}

async function showContact(app: App, c: Context<Env>, id: string): Promise<Response> {
  const person = isUuid(id) ? await personFacts(app, id) : null
  if (!person) throw new JitupError('not_found', 'There is no such contact.')
  const { user } = person.contact
  const [frame, identities, history, rows] = await Promise.all([
    frameOf(app, c),
    user ? identitiesOf(app.db, user.id) : [],
    historyOf(app.db, id, { before: null, column: null, limit: 200 }),
    listSignOns(app.db, { before: null, limit: 10, contactId: id, withoutTests: true }),
  ])
  const [historyNames, signOns] = await Promise.all([
    originNames(
      app.db,
      history.map((one) => one.origin),
    ),
    signOnLines(app, rows),
  ])
  return show(c, <ContactPage frame={frame} facts={{ ...person, identities, history, historyNames, signOns }} />)
}
