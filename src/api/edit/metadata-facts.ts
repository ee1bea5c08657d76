import sql from 'sql-template-tag'
import type { z } from 'zod'
import { isJitupError, JitupError } from '../../errors.ts'
import { suggestPreset } from '../../presets/suggest.ts'
import { readSettings } from '../../protocols/saml/settings.ts'
import type { App } from '../../sign-on/app.ts'
import { documentOf, fetchDocument } from '../../trust/document.ts'
import type { metadataFacts, metadataInput } from '../contract.ts'
import { invalid } from './change.ts'
import { newSource, readNewPartner } from './provider-source.ts'

/**
 * Tells what metadata says, held to everything that making a provider of it would hold it to, so that whoever looks at it sees
 * the same that would be saved. Saves nothing.
 * @throws JitupError `validation_failed`, `metadata_*`, `fetch_*`
 */
export async function readMetadata(
  app: App,
  given: z.output<typeof metadataInput>,
): Promise<z.input<typeof metadataFacts>> {
  const { metadata, metadataUrl, entityId } = given
  if ((metadata === undefined) === (metadataUrl === undefined)) {
    throw invalid('metadata', 'Give the metadata, or else metadataUrl, where it is fetched from.')
  }
  const fetched = metadataUrl === undefined ? null : await fetchDocument(app.fetchPublic, metadataUrl)
  const document = fetched ?? documentOf(metadata ?? '')
  const partner = readNamingOurs(app, () => readNewPartner(document, newSource(given), entityId, app.now()))
  const { ssoRedirectUrl, ssoPostUrl, sloRedirectUrl, sloPostUrl, nameIdFormats } = readSettings(partner.settings)
  const endpoints = (
    [
      ['sign-on', 'redirect', ssoRedirectUrl],
      ['sign-on', 'post', ssoPostUrl],
      ['logout', 'redirect', sloRedirectUrl],
      ['logout', 'post', sloPostUrl],
    ] as const
  ).flatMap(([use, binding, url]) => (url === null ? [] : [{ use, binding, url }]))
  const [taken] = await app.db.query<{ slug: string }>(sql`
    select slug from providers where entity_id = ${partner.entityId} limit 1`)
  return {
    entityId: partner.entityId,
    displayName: partner.displayName,
    endpoints,
    certificates: partner.certificates.map(({ fingerprint, notAfter, pem }) => ({
      fingerprint,
      notAfter: notAfter.toISOString(),
      pem,
    })),
    nameIdFormats,
    validUntil: partner.validUntil?.toISOString() ?? null,
    sha256: document.sha256,
    suggestedPreset: suggestPreset({ entityId: partner.entityId, endpoints: endpoints.map(({ url }) => url) }),
    takenBy: taken?.slug ?? null,
  }
}

/** What people download here and hand in again says so: nothing is wrong with it, it only belongs at the other side. */
function readNamingOurs<Read>(app: App, read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    const entityId = isJitupError(error) && error.code === 'metadata_invalid' ? error.details.entityId : null
    if (typeof entityId !== 'string' || !entityId.startsWith(`${app.publicUrl}/sso/`)) throw error
    const text = 'This is our own metadata: the identity provider needs it. Here its own is asked for.'
    throw new JitupError('metadata_invalid', text, { ours: true }, { cause: error })
  }
}
