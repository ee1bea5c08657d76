import { type Context, Hono } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { tokenHash } from '../sign-on/cookies.ts'
import { signInLocally } from '../sign-on/local.ts'
import { parseAnswer, passkeyAnswer } from '../sign-on/passkey-answer.ts'
import { signInByPasskey } from '../sign-on/passkey-sign-in.ts'
import { askForPasskey } from '../sign-on/passkeys.ts'
import { signInByPassword } from '../sign-on/password-sign-in.ts'
import { redirect } from '../sign-on/redirect.ts'
import { safeReturnTo } from '../sign-on/return-to.ts'
import { browserOf, passkeyFormLimit } from './browser.ts'
import { credentialRoutes } from './credential-routes.tsx'
import { LocalPage, type LocalWrong } from './pages/local-page.tsx'
import { PasskeyPage } from './pages/passkey-page.tsx'
import { rateLimit } from './rate-limit.ts'
import { frameOf, show } from './show.ts'

/** `/local`: where administrators who need no identity provider sign in, and choose what they sign in by. */
export function localRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use(rateLimit({ perMinute: 30, now: app.now }))

  routes.get('/', (c) => ask(app, c, null, { login: '', returnTo: whereTo(c.req.query('returnTo')) }))

  routes.post('/', async (c) => {
    const form = new URLSearchParams(await readText(c.req.raw, passkeyFormLimit))
    const returnTo = whereTo(form.get('returnTo'))
    if (form.has('token')) return byLink(app, c, (form.get('token') ?? '').trim(), returnTo)
    if (form.has('passkey')) return byPasskey(app, c, form.get('passkey') ?? '', returnTo)
    if (form.get('way') === 'passkey') return passkey(app, c, returnTo)
    return byPassword(app, c, form, returnTo)
  })

  routes.route('/', credentialRoutes(app))
  return routes
}

const whereTo = (wanted: string | null | undefined): string => {
  const path = safeReturnTo(wanted)
  return path === '/' ? '/admin' : path
}

/** The session that this browser has now. */
const present = (c: Context<Env>): Buffer | null => c.get('session')?.tokenHash ?? null

async function byLink(app: App, c: Context<Env>, token: string, returnTo: string): Promise<Response> {
  const opened = await signInLocally(app, token)
  return opened ? redirect(app, opened) : ask(app, c, { kind: 'gone' }, { login: '', returnTo })
}

async function byPassword(app: App, c: Context<Env>, form: URLSearchParams, returnTo: string): Promise<Response> {
  const login = (form.get('login') ?? '').trim().slice(0, 256)
  const who = { login, password: form.get('password') ?? '', address: c.get('address'), returnTo, replaces: present(c) }
  const tried = await signInByPassword(app, who)
  if (tried.kind === 'right') return redirect(app, tried.value)
  const wrong: LocalWrong = tried.kind === 'locked' ? tried : { kind: 'password' }
  return ask(app, c, wrong, { login, returnTo })
}

/** Asks the browser for a passkey of ours, whichever it has. */
async function passkey(app: App, c: Context<Env>, returnTo: string): Promise<Response> {
  const asked = { purpose: 'sign-in', boundTo: tokenHash(browserOf(app, c)) } as const
  const options = await askForPasskey(app, asked, null)
  const back = `/local?${new URLSearchParams({ returnTo })}`
  const page = { kind: 'get', options, action: '/local', fields: { returnTo }, back } as const
  return show(c, <PasskeyPage frame={await frameOf(app, c)} ask={page} />)
}

async function byPasskey(app: App, c: Context<Env>, text: string, returnTo: string): Promise<Response> {
  const answer = parseAnswer(passkeyAnswer, text)
  const opened =
    answer && (await signInByPasskey(app, answer, tokenHash(browserOf(app, c)), { returnTo, replaces: present(c) }))
  return opened ? redirect(app, opened) : ask(app, c, { kind: 'passkey' }, { login: '', returnTo })
}

async function ask(
  app: App,
  c: Context<Env>,
  wrong: LocalWrong | null,
  known: { readonly login: string; readonly returnTo: string },
): Promise<Response> {
  const frame = await frameOf(app, c)
  const page = <LocalPage frame={frame} wrong={wrong} {...known} again={c.get('session')?.provider === null} />
  return show(c, page, wrong === null ? 200 : wrong.kind === 'locked' ? 429 : 403)
}
