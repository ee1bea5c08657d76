import { type Context, Hono } from 'hono'
import { audited } from '../api/audit.ts'
import type { Env } from '../api/env.ts'
import type { Method } from '../api/route.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { addPasskey, credentialsOf, deletePasskey, setPassword } from '../sign-on/local-credentials.ts'
import { newPasskeyAnswer, parseAnswer } from '../sign-on/passkey-answer.ts'
import { offerPasskey } from '../sign-on/passkeys.ts'
import { isProven, proofHref } from '../sign-on/proof.ts'
import type { LiveSession } from '../store/sessions.ts'
import { passkeyFormLimit } from './browser.ts'
import { type CredentialsDone, CredentialsPage } from './pages/credentials-page.tsx'
import { PasskeyPage } from './pages/passkey-page.tsx'
import type { PasswordWrong } from './pages/password-fields.tsx'
import { frameOf, show } from './show.ts'

const place = '/local/credentials'

/** `/local/credentials` and what its forms post: only for local administrators, and only right after they have proved themselves. */
export function credentialRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/credentials', (c) =>
    proven(app, c, (own) => ask(app, c, own, null, false, doneOf(c.req.query('done') ?? ''))),
  )

  routes.post('/password', (c) =>
    proven(app, c, async (own) => {
      const form = new URLSearchParams(await readText(c.req.raw, passkeyFormLimit))
      const password = form.get('password') ?? ''
      const wrong =
        password === form.get('again')
          ? await setPassword(noted(app, own, 'PUT', '/session/password'), own, password)
          : 'differ'
      return wrong ? ask(app, c, own, wrong, false, null) : c.redirect(`${place}?done=password`, 303)
    }),
  )

  routes.post('/passkeys', (c) =>
    proven(app, c, async (own) => {
      const form = new URLSearchParams(await readText(c.req.raw, passkeyFormLimit))
      const name = (form.get('name') ?? '').trim().slice(0, 100) || 'Passkey'
      const text = form.get('passkey')
      if (text === null) return passkey(app, c, own, name)
      const answer = parseAnswer(newPasskeyAnswer, text)
      const added = answer && (await addPasskey(noted(app, own, 'POST', '/session/passkeys'), own, answer, name))
      return added ? c.redirect(`${place}?done=passkey`, 303) : ask(app, c, own, null, true, null)
    }),
  )

  routes.post('/passkeys/:id/remove', (c) =>
    proven(app, c, async (own) => {
      const id = c.req.param('id') ?? ''
      await deletePasskey(noted(app, own, 'DELETE', '/session/passkeys/:id', { id }), own, id)
      return c.redirect(`${place}?done=removed`, 303)
    }),
  )
  return routes
}

/** What is changed here stands in the audit as the same through the API does. */
const noted = (app: App, { userId }: LiveSession, method: Method, path: string, params = {}): App =>
  audited(app, { method, path, scope: null }, { author: { kind: 'user', userId } }, params).app

const doneOf = (text: string): CredentialsDone | null =>
  text === 'password' || text === 'passkey' || text === 'removed' ? text : null

/** Others sign in locally first; whose proof is old, again. */
async function proven(app: App, c: Context<Env>, work: (own: LiveSession) => Promise<Response>): Promise<Response> {
  const session = c.get('session')
  if (session?.provider === null && isProven(session, app.now())) return work(session)
  if (session !== null && session.provider !== null) {
    throw new JitupError('forbidden', 'You sign in by an identity provider, which keeps what you prove yourself by.')
  }
  return c.redirect(proofHref({ provider: null }, place), 303)
}

async function passkey(app: App, c: Context<Env>, own: LiveSession, name: string): Promise<Response> {
  const { passkeys } = await credentialsOf(app, own)
  const options = await offerPasskey(app, { purpose: 'add', boundTo: own.tokenHash }, own.login, passkeys)
  const ask = { kind: 'create', options, action: '/local/passkeys', fields: { name }, back: place } as const
  return show(c, <PasskeyPage frame={await frameOf(app, c)} ask={ask} />)
}

async function ask(
  app: App,
  c: Context<Env>,
  own: LiveSession,
  wrong: PasswordWrong | null,
  refused: boolean,
  done: CredentialsDone | null,
): Promise<Response> {
  const [frame, credentials] = await Promise.all([frameOf(app, c), credentialsOf(app, own)])
  const facts = { login: own.login, credentials, wrong, refused, done }
  return show(c, <CredentialsPage frame={frame} {...facts} />, wrong || refused ? 422 : 200)
}
