import type { z } from 'zod'
import { isJitupError, JitupError } from '../../errors.ts'
import { checkSentence } from '../../messages/check.ts'
import { fixOf, say } from '../../messages.ts'
import type { App } from '../../sign-on/app.ts'
import { type InspectedAt, type Inspection, inspect, mappingOfStatement } from '../../sign-on/inspect.ts'
import { preview } from '../../sign-on/preview.ts'
import { recordAudit } from '../../store/audit.ts'
import { type ProviderRecord, providerBySlug } from '../../store/providers.ts'
import { type Caller, may } from '../caller.ts'
import { inspection, inspectorInput } from '../contract/inspector.ts'
import { invalid } from '../edit/change.ts'
import { one, type Route } from '../route.ts'
import { sentencesOf } from './preview.ts'
import { stepInWords } from './sign-ons.ts'

type Shown = z.output<typeof inspection>

/** Enough to read; what is longer is nobody's reading. In characters. */
const longestXml = 300_000

const clockOf = ({ now, ownTime }: z.output<typeof inspectorInput>): InspectedAt =>
  now !== undefined ? { clock: 'given', at: new Date(now) } : { clock: ownTime ? 'message' : 'present' }

async function inspected(app: App, caller: Caller, body: z.output<typeof inspectorInput>): Promise<Inspection> {
  const provider = body.provider === undefined ? undefined : await known(app, body.provider)
  const options = { provider, at: clockOf(body), opens: may(caller, 'claims:read') }
  try {
    return await inspect(app, body.message, options)
  } catch (error) {
    // What is wrong with a paste is wrong with this field.
    if (isJitupError(error) && error.code.startsWith('message_')) throw invalid('message', error.message)
    throw error
  }
}

async function known(app: App, slug: string): Promise<ProviderRecord> {
  const record = await providerBySlug(app.db, slug)
  if (!record) throw new JitupError('provider_unknown', 'There is no such identity provider.')
  return record
}

function verificationOf({ verification }: Inspection): Shown['verification'] {
  if (verification === null) return null
  return {
    ...verification,
    judgedAt: verification.judgedAt.toISOString(),
    notChecked: [...verification.notChecked],
    steps: verification.steps.map((step) => ({
      ...stepInWords(step),
      fix: step.code === null ? null : fixText(step.code),
    })),
    warnings: verification.warnings.map(({ code, message }) => ({ code, message: checkSentence(message) })),
  }
}

function fixText(code: string): string | null {
  const key = fixOf(code)
  return key && say(key)
}

function attributesOf({ statement }: Inspection): Shown['attributes'] {
  if (statement === null) return null
  const { nameId, claims, verified } = statement
  const { value = null, format = null, nameQualifier = null, spNameQualifier = null } = nameId ?? {}
  return {
    verified,
    nameId: nameId && { value, format, nameQualifier, spNameQualifier },
    values: [...claims].map(([name, values]) => ({ name, values: [...values] })),
  }
}

async function mappingOf(app: App, { provider, statement }: Inspection): Promise<Shown['mapping']> {
  if (provider === null || statement === null) return null
  const { attributes, columns } = await mappingOfStatement(app, provider.record, statement)
  return {
    attributes: attributes.map(({ name, uses }) => ({ name, uses: uses.map((use) => ({ ...use })) })),
    unmapped: attributes.flatMap(({ name, uses }) => (uses.length === 0 ? [name] : [])),
    silent: columns.flatMap(({ column, caption, silent }) => (silent === null ? [] : [{ column, caption, ...silent }])),
  }
}

async function planOf(app: App, { provider, statement }: Inspection, insists: boolean): Promise<Shown['plan']> {
  if (provider === null || statement === null || !(statement.verified || insists)) return null
  const { verified, claims, nameId } = statement
  const shown = await preview(app, provider.record.policy.slug, { claims, nameId })
  return {
    verified,
    plan: { ...shown.plan },
    explanation: { ...shown.explanation },
    sentences: [...sentencesOf(shown.plan)],
  }
}

const bindingOf = ({ wrapping, parameter }: Inspection['message']): Shown['binding'] =>
  wrapping === 'deflated' ? 'redirect' : wrapping === 'base64' || parameter !== null ? 'post' : null

export const inspectorRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/inspector',
    summary:
      'Takes a pasted SAML message apart and verifies it step by step; nothing of it is kept, nobody signs on with it',
    scope: 'trust:read',
    secret: true,
    body: inspectorInput,
    answer: inspection,
    handle: async ({ app, caller, body }) => {
      const found = await inspected(app, caller, body)
      const { message, provider, statement, verification, opened } = found
      if (opened && provider) {
        const objects = [provider.record.policy.id]
        await recordAudit(app.db, app.now(), { kind: 'claims.read', author: caller.author, objects })
      }
      const rules = may(caller, 'rules:read')
      const directory = may(caller, 'directory:read')
      const shown: Shown = {
        kind: message.unverifiedKind,
        binding: bindingOf(message),
        wrapping: message.wrapping,
        relayState: message.unverifiedRelayState,
        xml: message.unverifiedXml.slice(0, longestXml),
        xmlCut: message.unverifiedXml.length > longestXml,
        notParsed: message.notParsed && checkSentence(message.notParsed),
        facts: message.unverifiedFacts && (message.unverifiedFacts as NonNullable<Shown['facts']>),
        provider: provider && {
          slug: provider.record.policy.slug,
          name: provider.record.policy.name,
          enabled: provider.record.enabled,
          guessed: provider.guessed,
        },
        verification: verificationOf(found),
        attributes: attributesOf(found),
        mapping: rules ? await mappingOf(app, found) : null,
        plan: directory ? await planOf(app, found, body.unverified === true) : null,
        withheld: [
          ...(verification?.verdict === 'sealed' ? [{ part: 'decryption' as const, scope: 'claims:read' }] : []),
          ...(provider && statement && !rules ? [{ part: 'mapping' as const, scope: 'rules:read' }] : []),
          ...(provider && statement && !directory ? [{ part: 'plan' as const, scope: 'directory:read' }] : []),
        ],
      }
      return { body: shown }
    },
  }),
]
