import { type Context, Hono } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { tokenHash } from '../sign-on/cookies.ts'
import { type FirstProof, type SetUp, setUp } from '../sign-on/first-run.ts'
import { asLogin } from '../sign-on/local.ts'
import { newPasskeyAnswer, parseAnswer } from '../sign-on/passkey-answer.ts'
import { offerPasskey } from '../sign-on/passkeys.ts'
import { faultOfPassword } from '../sign-on/passwords.ts'
import { redirect } from '../sign-on/redirect.ts'
import { isSetupLink, isUntouched } from '../store/setup-links.ts'
import { browserOf, passkeyFormLimit } from './browser.ts'
import { FirstRunPage, type FirstRunWrong, nothingWrong, TakenPage } from './pages/first-run-page.tsx'
import { PasskeyPage } from './pages/passkey-page.tsx'
import { rateLimit } from './rate-limit.ts'
import { frameOf, show } from './show.ts'

/** `/setup`: where the link of a new server leads, and its first administrator comes to be. */
export function firstRunRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use(rateLimit({ perMinute: 30, now: app.now }))

  routes.get('/', async (c) => ((await isUntouched(app.db)) ? ask(app, c, nothingWrong, '', null) : taken(app, c, 200)))

  routes.post('/', async (c) => {
    const form = new URLSearchParams(await readText(c.req.raw, passkeyFormLimit))
    const token = (form.get('token') ?? '').trim()
    const login = (form.get('login') ?? '').slice(0, 1000)
    const again = (wrong: Partial<FirstRunWrong>, keep = true) =>
      ask(app, c, { ...nothingWrong, ...wrong }, login, keep ? token : null)
    if (form.get('way') === 'passkey' && !form.has('passkey')) return passkey(app, c, token, login)
    const proof = await proofIn(app, c, form)
    if (proof === 'differ') {
      const name = asLogin(login)
      return again({
        differs: true,
        login: name === null,
        password: faultOfPassword(form.get('password') ?? '', name ?? ''),
      })
    }
    const outcome: SetUp = proof === null ? { kind: 'passkey' } : await setUp(app, token, login, proof)
    if (outcome.kind === 'done') return redirect(app, outcome.opened)
    if (outcome.kind === 'taken') return taken(app, c, 409)
    if (outcome.kind === 'gone') return again({ link: true }, false)
    return again(outcome.kind === 'password' ? { password: outcome.fault } : { [outcome.kind]: true })
  })
  return routes
}

async function proofIn(app: App, c: Context<Env>, form: URLSearchParams): Promise<FirstProof | 'differ' | null> {
  if (!form.has('passkey')) {
    const password = form.get('password') ?? ''
    return password === (form.get('again') ?? '') ? { by: 'password', password } : 'differ'
  }
  const answer = parseAnswer(newPasskeyAnswer, form.get('passkey') ?? '')
  return answer && { by: 'passkey', answer, browserHash: tokenHash(browserOf(app, c)) }
}

/** Asks the browser for a passkey. The link is looked at, and used by the answer alone. */
async function passkey(app: App, c: Context<Env>, token: string, login: string): Promise<Response> {
  if (!(await isUntouched(app.db))) return taken(app, c, 409)
  if (!(await isSetupLink(app.db, tokenHash(token), app.now()))) {
    return ask(app, c, { ...nothingWrong, link: true }, login, null)
  }
  const name = asLogin(login)
  if (name === null) return ask(app, c, { ...nothingWrong, login: true }, login, token)
  const asked = { purpose: 'first', boundTo: tokenHash(browserOf(app, c)) } as const
  const options = await offerPasskey(app, asked, name, [])
  const fields = { token, login: name }
  const page = { kind: 'create', options, action: '/setup', fields, back: '/setup' } as const
  return show(c, <PasskeyPage frame={await frameOf(app, c)} ask={page} />)
}

async function ask(app: App, c: Context<Env>, wrong: FirstRunWrong, login: string, token: string | null) {
  const status = wrong.link ? 403 : wrong === nothingWrong ? 200 : 422
  const frame = await frameOf(app, c)
  return show(c, <FirstRunPage frame={frame} wrong={wrong} login={login} token={token} />, status)
}

const taken = async (app: App, c: Context<Env>, status: 200 | 409) =>
  show(c, <TakenPage frame={await frameOf(app, c)} />, status)
