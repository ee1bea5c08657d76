import type { Context } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { safeReturnTo } from '../sign-on/return-to.ts'
import type { StartOptions } from '../sign-on/start.ts'
import type { LiveSession } from '../store/sessions.ts'
import { LeavePage } from './pages/leave-page.tsx'
import { SignedInPage } from './pages/signed-in-page.tsx'
import { frameOf, show } from './show.ts'

/** The page that posts a request; its forms may go to that partner's origin and nowhere else. */
export const postPage =
  (app: App, c: Context<Env>): NonNullable<StartOptions['postPage']> =>
  async ({ provider, location, form }) => {
    const frame = await frameOf(app, c)
    c.set('formAction', new URL(location).origin)
    return show(c, <LeavePage frame={frame} provider={provider} location={location} form={form} />)
  }

/**
 * What a portal's tile leads to while somebody is signed in here: go on as that person, or sign in again.
 * @throws JitupError `provider_unknown`
 */
export async function askWho(app: App, c: Context<Env>, slug: string, session: LiveSession): Promise<Response> {
  const { record } = await app.providers.get(slug)
  const returnTo = safeReturnTo(c.req.query('returnTo'))
  const again = new URLSearchParams({ hint: 'go', ...(returnTo === '/' ? {} : { returnTo }) })
  const page = (
    <SignedInPage
      frame={await frameOf(app, c)}
      login={session.login}
      provider={record.policy.name}
      continueHref={returnTo === '/' ? '/me' : returnTo}
      againHref={`/sso/${record.policy.slug}/start?${again}`}
    />
  )
  return show(c, page)
}
