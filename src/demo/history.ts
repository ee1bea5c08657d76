import sql from 'sql-template-tag'
import { setUserStatus } from '../api/edit/users.ts'
import { TRANSIENT } from '../core/attributes.ts'
import type { App, Log } from '../sign-on/app.ts'
import { SignOnRefused } from '../sign-on/refuse.ts'
import { signOn } from '../sign-on/sign-on.ts'
import { start } from '../sign-on/start.ts'
import { acsUrl, defaultSpEntityId } from '../sign-on/trust.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { type TestIdentityProvider, toFormField } from '../testing/identity-provider.ts'
import { readAuthnRequest } from './authn-request.ts'
import { type PastEvent, pastEvents } from './past-sign-ons.ts'

/** How far the history is written. `until`: the moment that it leads up to; `done`: nothing is left to do. */
interface Progress {
  readonly until: string
  readonly done: boolean
}

const setting = 'demo-history'

/**
 * Lets people sign on in the past, so that there is something to look at: each by a real answer of the demo's identity provider,
 * through the real sign-on, with the clock of that day. Written once; a history that was cut off is carried on where it ended.
 * Ends early, between two sign-ons, as soon as `signal` says so.
 */
export async function writeHistory(
  app: App,
  slug: string,
  idp: TestIdentityProvider,
  signal: AbortSignal,
): Promise<void> {
  const known = await readSetting<Progress>(app.db, setting)
  if (known?.done) return
  const until = known?.until ?? app.now().toISOString()
  if (!known) await writeSetting(app.db, setting, { until, done: false } satisfies Progress)
  const events = pastEvents(new Date(until))
  const last = await lastOf(app, events)
  for (const event of events) {
    if (signal.aborted) return
    if (event.at.getTime() > last) await happen(atThatTime(app, event.at), slug, idp, event)
  }
  await writeSetting(app.db, setting, { until, done: true } satisfies Progress)
}

/** Every attempt leaves an entry of its very moment in the journal: the last of them tells where to go on. */
async function lastOf({ db }: App, events: readonly PastEvent[]): Promise<number> {
  const [row] = await db.query<{ last: Date | null }>(sql`
    select max(at) as last from sign_ons where at = any(${events.map((one) => one.at)}::timestamptz[])`)
  return row?.last?.getTime() ?? Number.NEGATIVE_INFINITY
}

/** The same installation, with the clock of another day; that somebody was refused then is no news to whoever starts the demo. */
const atThatTime = (app: App, at: Date): App =>
  Object.create(app, {
    now: { value: () => at },
    log: { value: { info: () => {}, warn: () => {}, error: app.log.error.bind(app.log) } satisfies Log },
  }) as App

async function happen(app: App, slug: string, idp: TestIdentityProvider, event: PastEvent): Promise<void> {
  if (event.kind === 'disabled') {
    await setUserStatus(app, event.userName, { status: 'disabled' })
    return
  }
  const begun = await start(app, slug, new Request(`${app.publicUrl}/sso/${slug}/start`), { mode: 'sign-on' })
  const asked = new URL(begun.headers.get('location') ?? '').searchParams.get('SAMLRequest') ?? undefined
  const audience = defaultSpEntityId(app.publicUrl, slug)
  const transient = event.flaw === 'transient'
  const xml = idp.respond({
    acsUrl: acsUrl(app.publicUrl, slug),
    audience: event.flaw === 'audience' ? `${audience}/staging` : audience,
    inResponseTo: readAuthnRequest(asked, idp.ssoUrl).id,
    nameId: transient ? { value: `_${event.at.getTime()}`, format: TRANSIENT } : { value: event.userName },
    attributes: event.attributes,
    issueInstant: event.at,
  })
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const request = new Request(acsUrl(app.publicUrl, slug), {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ SAMLResponse: toFormField(xml) }),
  })
  await signOn(app, { slug, request, address: '192.0.2.17' }).catch((error: unknown) => {
    // That some are refused is part of the picture; what broke is not.
    if (!(error instanceof SignOnRefused) || error.code === 'internal') throw error
  })
}
