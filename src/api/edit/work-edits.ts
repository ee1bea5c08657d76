import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Author } from '../../store/rules.ts'
import { changeRules, invalid } from './change.ts'
import { existing } from './existing-provider.ts'
import { addValueAlias } from './lookup-aliases.ts'
import { createLookupValue, lookupValueNamed } from './new-lookup-value.ts'
import { decideOnCertificate } from './provider-certificates.ts'
import { updateProviderIn } from './provider-change.ts'
import type { ProviderRights } from './provider-reach.ts'
import { known, type WorkEntry, type WorkInput } from './work-entry.ts'

/** The text that arrived becomes a value of its lookup, under this name or its own. */
export async function createValue(ending: App, entry: WorkEntry, { name }: WorkInput<'create'>): Promise<void> {
  const [lookup, text] = [known(entry, 'lookup'), known(entry, 'text')]
  await createLookupValue(ending, lookup, name ?? text, text)
}

/** The text that arrived is another name of a value that is there. */
export async function aliasValue(ending: App, entry: WorkEntry, { value }: WorkInput<'alias'>): Promise<void> {
  const [lookup, text] = [known(entry, 'lookup'), known(entry, 'text')]
  const found = await lookupValueNamed(ending.db, lookup, value)
  if (found === null) throw invalid('value', `${lookup} has no such value.`)
  await addValueAlias(ending, lookup, found.id, text)
}

/** The group is asked about no more, from this provider. */
export async function ignoreGroup(
  ending: App,
  author: Author,
  entry: WorkEntry,
  rights: ProviderRights,
): Promise<void> {
  const group = known(entry, 'group')
  if (group.endsWith('*')) {
    const text =
      'On the list of groups to ignore * at the end stands for everything that begins so. Write the list yourself.'
    throw new JitupError('conflict', text)
  }
  const slug = await changeRules(ending, author, async (tx) => {
    const { policy } = await existing(tx, entry.providerId ?? '')
    const ignoreGroups = [...new Set([...policy.ignoreGroups, group])]
    await updateProviderIn(tx, ending, policy.id, { ignoreGroups }, undefined, author, { rights })
    return policy.slug
  })
  ending.providers.forget(slug)
}

/** A certificate that waits is believed, or not. */
export async function decideKey(
  ending: App,
  author: Author,
  entry: WorkEntry,
  action: 'approve' | 'refuse',
  rights: ProviderRights,
): Promise<void> {
  const fingerprint = known(entry, 'fingerprint')
  const decision = action === 'approve' ? 'approve' : 'dismiss'
  await decideOnCertificate(ending, author, { provider: entry.providerId ?? '', fingerprint, decision }, rights)
}
