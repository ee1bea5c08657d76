import { inflateRawSync } from 'node:zlib'
import sql from 'sql-template-tag'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { openSignOn, type SignOnRecord } from '../../src/store/sign-ons.ts'
import { type ResponseOptions, toFormField } from '../../src/testing/index.ts'
import { respond, type World } from '../sign-on/world.ts'
import type { Answer, Visitor } from '../ui/site.ts'

/** Sets what an administrator sets of the protocol. */
export const choose = (world: World, settings: object) =>
  updateProviderBy(world.app, { kind: 'system' }, 'acme', { settings })

/** The AuthnRequest behind an address of the Redirect binding. */
export function requestIn(location: string | null): string {
  const message = new URL(location ?? '').searchParams.get('SAMLRequest') ?? ''
  return inflateRawSync(Buffer.from(message, 'base64'), { maxOutputLength: 10_000 }).toString()
}

/** The AuthnRequest that a page posts, and the relay state beside it. */
export function postedIn(page: Answer): { readonly xml: string; readonly relayState: string } {
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1] ?? ''
  return { xml: Buffer.from(field('SAMLRequest'), 'base64').toString(), relayState: field('RelayState') }
}

export const idOf = (request: string): string => / ID="([^"]+)"/.exec(request)?.[1] ?? ''

/** Posts an answer as the page of an identity provider would. */
export const answer = (
  world: World,
  visitor: Visitor,
  requestId: string | null,
  options: Partial<ResponseOptions> & { relayState?: string } = {},
): Promise<Answer> => {
  // The journal is read by its time: no two entries have the same.
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const { relayState, ...response } = options
  const xml = respond(world, requestId ?? '', { nameId: { value: 'john' }, inResponseTo: requestId, ...response })
  const fields = { SAMLResponse: toFormField(xml), ...(relayState === undefined ? {} : { RelayState: relayState }) }
  return visitor.post('/sso/acme/acs', fields, 'https://idp.example')
}

/** What the journal says last, opened. */
export async function lastEntry({ app }: World): Promise<{
  readonly outcome: string
  readonly code: string | null
  readonly step: string | null
  readonly evidence: unknown
}> {
  const [row] = await app.db.query<{ id: string; outcome: string; code: string; step: string; sealed: string }>(sql`
    select id, outcome, code, step, sealed from sign_ons order by at desc, id desc limit 1`)
  if (!row) throw new Error('nothing is in the journal')
  const record: SignOnRecord = openSignOn(app.seal, row.id, row.sealed)
  return { outcome: row.outcome, code: row.code, step: row.step, evidence: record.refusal?.evidence ?? null }
}
