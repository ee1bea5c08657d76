import { type Context, Hono } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { type Discovered, discover } from '../sign-on/discovery.ts'
import { safeReturnTo } from '../sign-on/return-to.ts'
import { providersWithDomains } from '../store/domains.ts'
import { hasLocalCredential } from '../store/local-users.ts'
import { listProviders } from '../store/providers.ts'
import { isUntouched } from '../store/setup-links.ts'
import { listSignOns } from '../store/sign-ons.ts'
import { OnwardPage } from './pages/leave-page.tsx'
import { MePage } from './pages/me-page.tsx'
import { ProvenPage } from './pages/proven-page.tsx'
import { SignInPage } from './pages/sign-in-page.tsx'
import { personFacts } from './person-facts.ts'
import { signInFirst } from './security.ts'
import { frameOf, show } from './show.ts'

/** The pages of people: sign in, my contact. */
export function pageRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/', async (c) => {
    const returnTo = safeReturnTo(c.req.query('returnTo'))
    if (c.get('session')) return c.redirect(returnTo === '/' ? '/me' : returnTo, 302)
    return signInPage(app, c, returnTo, null)
  })

  // Posted, so that no address of a person's stands in a URL.
  routes.post('/', async (c) => {
    const form = new URLSearchParams(await readText(c.req.raw, formLimit))
    const returnTo = safeReturnTo(form.get('returnTo'))
    const address = form.get('email') ?? ''
    const found = await discover(app, address)
    if (found.kind !== 'provider') return signInPage(app, c, returnTo, { address: address.slice(0, 320), found })
    const href = startHref(app, found.provider.slug, returnTo)
    // Not a redirect: browsers apply a form's policy to all redirects behind it, and the next ones lead to the provider.
    c.header('refresh', `0;url=${href}`)
    return show(c, <OnwardPage frame={await frameOf(app, c)} provider={found.provider.name} href={href} />)
  })

  routes.get('/proven', async (c) => {
    if (!c.get('session')) return c.redirect('/', 302)
    return show(c, <ProvenPage frame={await frameOf(app, c)} />)
  })

  routes.get('/me', async (c) => {
    const session = c.get('session')
    if (!session) return c.redirect(signInFirst(c.req.url), 302)
    const [frame, person, rows, providers] = await Promise.all([
      frameOf(app, c),
      personFacts(app, session.contactId),
      listSignOns(app.db, { before: null, limit: 5, contactId: session.contactId, withoutTests: true }),
      listProviders(app.db),
    ])
    if (!person) throw new Error('a user always has a contact')
    const names = new Map(providers.map((one) => [one.policy.id, one.policy.name]))
    const signOns = rows.flatMap(({ id, at, outcome, providerId }) =>
      outcome === 'tested' || outcome === 'replayed' || outcome === 'undone'
        ? []
        : [{ id, at, outcome, provider: names.get(providerId ?? '') ?? null }],
    )
    return show(c, <MePage frame={frame} person={person} signOns={signOns} current={session.signOnId} />)
  })
  return routes
}

/** In bytes: an e-mail address and a path of ours. */
const formLimit = 16 * 1024

/** The sign-in page, as it is or after an address that led nowhere. */
async function signInPage(
  app: App,
  c: Context<Env>,
  returnTo: string,
  asked: { address: string; found: Exclude<Discovered, { kind: 'provider' }> } | null,
): Promise<Response> {
  const [frame, providers, bound, untouched, local] = await Promise.all([
    frameOf(app, c),
    listProviders(app.db),
    providersWithDomains(app.db),
    app.demo ? false : isUntouched(app.db),
    hasLocalCredential(app.db),
  ])
  const known = providers.filter((one) => app.demo || !one.demo)
  const enabled = known.filter((one) => one.enabled)
  const page = (
    <SignInPage
      frame={frame}
      byAddress={enabled.some((one) => bound.has(one.policy.id)) ? { returnTo, asked } : null}
      choices={enabled
        .filter((one) => !bound.has(one.policy.id))
        .map(({ policy: { name, slug } }) => ({ name, href: startHref(app, slug, returnTo) }))}
      switchedOff={known.filter((one) => !one.enabled).map((one) => one.policy.slug)}
      untouched={untouched}
      local={local ? withReturn('/local', returnTo) : null}
    />
  )
  return show(c, page, asked?.found.kind === 'invalid' ? 422 : 200)
}

const withReturn = (path: string, returnTo: string): string =>
  returnTo === '/' ? path : `${path}?${new URLSearchParams({ returnTo })}`

/** Where a sign-in with this provider begins. In the demo it shows first what it will change. */
function startHref(app: App, slug: string, returnTo: string): string {
  const query = [
    ...(app.demo ? ['test'] : []),
    ...(returnTo === '/' ? [] : [String(new URLSearchParams({ returnTo }))]),
  ]
  return `/sso/${slug}/start${query.length > 0 ? `?${query.join('&')}` : ''}`
}
