import { createProviderIn } from '../api/edit/new-provider.ts'
import { type ProviderPatch, updateProviderIn } from '../api/edit/provider-change.ts'
import type { App } from '../sign-on/app.ts'
import type { Tx } from '../store/database.ts'
import type { MetadataSource } from '../store/provider-metadata.ts'
import type { ProviderRecord } from '../store/providers.ts'
import type { Author } from '../store/rules.ts'
import type { MetadataDocument } from '../trust/document.ts'
import type { ConfigProvider, ProviderFields } from './config-file.ts'
import { policyOf, switchesOf } from './provider-fields.ts'

/** What changes of a provider; null takes an option back. */
export type ChangedFields = { readonly [Key in keyof ProviderFields]?: ProviderFields[Key] | null }

const off = { create: false, update: false }
const byConfig: Author = { kind: 'config' }

/**
 * Makes a provider as a file describes it. What the file says of the partner itself was vouched for by whoever wrote it: where the
 * metadata comes from, and who must sign that, holds from the first fetch on.
 * @throws JitupError as `createProviderIn`
 */
export async function makeProvider(
  tx: Tx,
  app: App,
  { slug, entityId, metadata, pinned, fields }: ConfigProvider,
  document: MetadataDocument | null,
  author: Author = byConfig,
): Promise<void> {
  const { metadataUrl, metadataCertificates, metadataSha256, ...policy } = policyOf(fields)
  const source = defined({ metadataUrl, metadataCertificates, metadataSha256 })
  await createProviderIn(
    tx,
    app,
    {
      ...policy,
      ...switchesOf(fields, { employees: off, external: off }),
      ...(pinned ? {} : source),
      name: fields.name ?? slug,
      slug,
      ...(entityId === undefined ? {} : { entityId }),
      ...(metadata === null ? {} : { metadata }),
      ...(fields.spEntityId === undefined ? {} : { spEntityId: fields.spEntityId }),
    },
    document,
    author,
  )
  if (pinned && Object.keys(source).length > 0) await updateProviderIn(tx, app, slug, source, undefined, author)
}

/**
 * Changes what a file says otherwise of a provider.
 * @throws JitupError as `updateProviderIn`
 */
export async function changeProvider(
  tx: Tx,
  app: Pick<App, 'now'>,
  known: ProviderRecord,
  change: {
    readonly fields: ChangedFields
    /** Other metadata of the partner; null: none. */
    readonly metadata: string | null
    readonly pinned: boolean
    readonly source: MetadataSource | undefined
  },
  author: Author = byConfig,
): Promise<void> {
  const { fields, metadata, pinned, source } = change
  const { slug } = known.policy
  const update = (patch: ProviderPatch) => updateProviderIn(tx, app, slug, patch, undefined, author)
  const patch = {
    ...policyOf(fields as ProviderFields),
    ...switchesOf(fields as ProviderFields, known.policy),
  } as ProviderPatch
  const held = source !== undefined && (source.signers.length > 0 || source.sha256 !== null)
  if (metadata === null || !pinned || !held) {
    await update(metadata === null ? patch : { ...patch, metadata })
    return
  }
  // The file's own words of the partner are signed by nobody: they come in between, and what is fetched is held to it again.
  await update({ metadataUrl: null, metadataCertificates: [], metadataSha256: null })
  await update({ metadata })
  const again = {
    metadataUrl: source.url,
    metadataCertificates: source.signers.map((one) => one.pem),
    metadataSha256: source.sha256,
  }
  await update({ ...again, ...patch })
}

const defined = <T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
