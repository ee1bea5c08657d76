import type { ProviderPolicy } from '../core/types.ts'
import type { TrustedProvider } from '../protocols/protocol.ts'
import { protocolOf } from '../protocols/registry.ts'
import type { App } from './app.ts'
import { readPublished } from './published.ts'

/**
 * What a partner must know about us, as the document that it reads; with `signed`, signed with our first key at that moment.
 * It names the attributes that the mapping wants of this partner.
 */
export async function ourMetadata(
  app: Pick<App, 'db' | 'rules' | 'keys'>,
  to: {
    readonly protocol: string
    readonly policy: Pick<ProviderPolicy, 'id' | 'subjectFrom'>
    readonly trusted: TrustedProvider
  },
  signed?: Date,
): Promise<string> {
  const { rules } = await app.rules.current()
  const mine = rules.converters.filter((one) => one.providerId === null || one.providerId === to.policy.id)
  const names = [...new Set(mine.flatMap((one) => one.attributes?.slice(0, 1) ?? []))]
  const { subjectFrom } = to.policy
  const facts = {
    ...(await readPublished(app.db)),
    keys: app.keys,
    requestedAttributes: names.map((name) => ({ name, required: false })),
    subjectAttribute: subjectFrom === 'NameID' ? null : subjectFrom.attribute,
  }
  return protocolOf(to.protocol).metadata(to.trusted, facts, signed)
}
