import { parseArgs } from 'node:util'
import { type DraftedRules, rulesWith } from '../api/edit/draft.ts'
import { claimsFromJson } from '../core/claims-json.ts'
import type { Claims, NameId, Plan } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { previewPast } from '../sign-on/past-statement.ts'
import { preview } from '../sign-on/preview.ts'
import { recordAudit } from '../store/audit.ts'
import { providerById } from '../store/providers.ts'
import { openSignOn, signOnById } from '../store/sign-ons.ts'
import { isUuid } from '../store/uuid.ts'
import { EXIT, type Io, readInput, toJson, wrongUse } from './io.ts'
import { bothTexts, compared, planText } from './plan-text.ts'
import { readDraft } from './read-draft.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup plan --provider SLUG --claims FILE|- [--name-id VALUE] [--name-id-format URI] [--draft FILE] [--json]
       jitup plan --sign-on ID [--provider SLUG] [--name-id VALUE] [--draft FILE] [--json]

Shows what a sign-on with these claims would change, by the rules as they are now. Nothing is written.
Without --name-id it is somebody's first sign-on.
FILE is JSON: {"Department": ["Sales"], "memberOf": []}. One value may stand without brackets.
An attribute with [] was sent empty; one left out was not sent.

  --sign-on ID   with the claims and the NameID of this past sign-on; that they were read is noted in the audit
  --draft FILE   by other rules, beside those in force: JSON as in POST /api/v1/preview,
                 {"converters": ..., "roleRules": ..., "policies": ...}; they are not saved
  --data DIR     where the embedded database lives when there is no DATABASE_URL

Exit code: 0 a sign-on would be let in, 1 refused or failed, 2 wrong use. With --draft it is that of the draft.
`

/** `jitup plan`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      provider: { type: 'string' },
      claims: { type: 'string' },
      'sign-on': { type: 'string' },
      'name-id': { type: 'string' },
      'name-id-format': { type: 'string' },
      draft: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const { provider, claims: file, draft, 'sign-on': signOn } = values
  if (signOn !== undefined && file !== undefined) {
    return wrongUse(io, 'plan', 'Name --claims or --sign-on, not both.')
  }
  if (signOn === undefined && (provider === undefined || file === undefined)) {
    return wrongUse(io, 'plan', 'Name --provider and --claims.')
  }
  if (file === '-' && draft === '-') return wrongUse(io, 'plan', 'Standard input is read only once.')
  const claims = file === undefined ? null : readClaims((await readInput(file, io, claimsLimit)).toString('utf8'))
  const given = draft === undefined ? undefined : await readDraft(draft, io)
  const value = values['name-id']
  const nameId = value === undefined ? undefined : nameIdOf(value, values['name-id-format'] ?? null)
  const [now, drafted] = await withApp({ data: values.data }, async (app) => {
    const planBy = claims
      ? await ofClaims(app, provider ?? '', claims, nameId)
      : await ofSignOn(app, signOn ?? '', provider, nameId)
    const now = await planBy()
    return [now, given ? await planBy(await rulesWith(app, given, { protectedRoles: true })) : null] as const
  })
  if (drafted === null) io.stdout(values.json ? `${toJson(now)}\n` : planText(now))
  else io.stdout(values.json ? `${toJson(compared(now, drafted))}\n` : bothTexts(now, drafted))
  return (drafted ?? now).refusal ? EXIT.failed : EXIT.done
}

const claimsLimit = 4 * 1024 * 1024

/** Makes the plan by the rules in force, or by those that are tried. */
type PlanBy = (tried?: DraftedRules) => Promise<Plan>

async function ofClaims(app: App, provider: string, claims: Claims, nameId = somebodyNew): Promise<PlanBy> {
  return async (tried) => (await preview(app, provider, { claims, nameId }, tried)).plan
}

async function ofSignOn(app: App, id: string, slug: string | undefined, nameId: NameId | undefined): Promise<PlanBy> {
  const row = isUuid(id) ? await signOnById(app.db, id) : null
  if (!row?.sealed) throw new JitupError('not_found', 'There is no such sign-in, or nothing of it is kept.')
  const provider = slug ?? (row.providerId && (await providerById(app.db, row.providerId))?.policy.slug)
  if (!provider)
    throw new JitupError('provider_unknown', 'The identity provider of this sign-in is gone. Name another.')
  const record = openSignOn(app.seal, row.id, row.sealed)
  await recordAudit(app.db, app.now(), { kind: 'claims.read', author: { kind: 'system' }, objects: [row.id] })
  return async (tried) => (await previewPast(app, provider, record, { tried, nameId })).plan
}

const nameIdOf = (value: string, format: string | null): NameId => ({
  value,
  format,
  nameQualifier: null,
  spNameQualifier: null,
  spProvidedId: null,
})

/** Without --name-id the claims are read as those of a person whom nobody knows yet. */
const somebodyNew = nameIdOf('somebody-new', 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent')

function readClaims(text: string) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new JitupError('request_malformed', 'The claims are not JSON.', {}, { cause })
  }
  const read = claimsFromJson(json)
  if (read.ok) return read.claims
  const what = read.attribute === null ? 'The claims' : `The attribute ${JSON.stringify(read.attribute)}`
  throw new JitupError('request_malformed', `${what} must be as in {"Department": ["Sales"]}.`)
}
