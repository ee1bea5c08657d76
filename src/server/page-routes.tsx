import { Hono } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { safeReturnTo } from '../sign-on/return-to.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { listSignOns } from '../store/sign-ons.ts'
import { MePage } from './pages/me-page.tsx'
import { type SignInChoice, SignInPage } from './pages/sign-in-page.tsx'
import { SignedOutPage } from './pages/signed-out-page.tsx'
import { personFacts } from './person-facts.ts'
import { signInFirst } from './security.ts'
import { frameOf, show } from './show.ts'
import { signOut } from './sign-on-routes.ts'

/** The pages of people: sign in, my contact, signed out. */
export function pageRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/', async (c) => {
    const returnTo = safeReturnTo(c.req.query('returnTo'))
    if (c.get('session')) return c.redirect(returnTo === '/' ? '/me' : returnTo, 302)
    const [frame, providers] = await Promise.all([frameOf(app, c), listProviders(app.db)])
    const known = providers.filter((one) => app.demo || !one.demo)
    const switchedOff = known.filter((one) => !one.enabled).map((one) => one.policy.slug)
    const choices = signInChoices(app, known, returnTo)
    return show(c, <SignInPage frame={frame} choices={choices} switchedOff={switchedOff} />)
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
      outcome === 'tested' ? [] : [{ id, at, outcome, provider: names.get(providerId ?? '') ?? null }],
    )
    return show(c, <MePage frame={frame} person={person} signOns={signOns} current={session.signOnId} />)
  })

  routes.get('/signed-out', async (c) => show(c, <SignedOutPage frame={await frameOf(app, c)} />))
  routes.post('/sign-out', (c) => signOut(app, c))
  return routes
}

/** The providers that people can use now. In the demo a sign-in shows first what it will change. */
function signInChoices(app: App, providers: readonly ProviderRecord[], returnTo: string): SignInChoice[] {
  const query = [
    ...(app.demo ? ['test'] : []),
    ...(returnTo === '/' ? [] : [String(new URLSearchParams({ returnTo }))]),
  ]
  const suffix = query.length > 0 ? `?${query.join('&')}` : ''
  return providers
    .filter((one) => one.enabled)
    .map((one) => ({ name: one.policy.name, href: `/sso/${one.policy.slug}/start${suffix}` }))
}
