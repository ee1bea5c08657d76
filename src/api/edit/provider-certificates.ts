import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { forgetValidators, putWaitingCertificates, waitingCertificatesOf } from '../../store/provider-metadata.ts'
import { type ProviderRecord, updateProvider } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'
import { assertVersion, changeRules } from './change.ts'
import { existing } from './existing-provider.ts'
import { assertMayDecide, everyProviderRight, type ProviderRights } from './provider-reach.ts'

/**
 * Decides on a key that waits: `approve` pins it beside the others, `dismiss` lets it wait without anybody being told of it
 * again. What is approved verifies at the next sign-on, on every node.
 * @throws JitupError `not_found` for a key that does not wait, `precondition_failed`, `forbidden` as `assertMayDecide`
 */
export async function decideOnCertificate(
  app: App,
  author: Author,
  about: {
    readonly provider: string
    readonly fingerprint: string
    readonly decision: 'approve' | 'dismiss'
    readonly expectedVersion?: number | undefined
  },
  rights: ProviderRights = everyProviderRight,
): Promise<ProviderRecord> {
  const record = await changeRules(app, author, async (tx) => {
    const known = await existing(tx, about.provider)
    assertVersion(known.version, about.expectedVersion)
    const { id, slug } = known.policy
    const waiting = await waitingCertificatesOf(tx, id)
    const meant = waiting.find((one) => one.fingerprint === about.fingerprint.toLowerCase())
    if (!meant) throw new JitupError('not_found', 'No such key of this provider waits for approval.')
    const now = app.now()
    const others = waiting.filter((one) => one !== meant)
    const facts = { fingerprints: [meant.fingerprint] }
    if (about.decision === 'dismiss') {
      await putWaitingCertificates(tx, id, [...others, { ...meant, dismissedAt: meant.dismissedAt ?? now }])
      await recordTrustEvent(tx, now, { kind: 'key_dismissed', provider: { id, slug }, author, facts })
      return known
    }
    await assertMayDecide(tx, rights, known, 'certificates')
    const { pem, fingerprint, notAfter } = meant
    await updateProvider(tx, { ...known, certificates: [...known.certificates, { pem, fingerprint, notAfter }] })
    await putWaitingCertificates(tx, id, others)
    // Which of the others have gone is decided by the document, and it may stay as it is for years.
    await forgetValidators(tx, id)
    await recordTrustEvent(tx, now, { kind: 'key_approved', provider: { id, slug }, author, facts })
    return existing(tx, id)
  })
  app.providers.forget(record.policy.slug)
  app.log.warn(
    { provider: record.policy.slug, fingerprint: about.fingerprint, decision: about.decision },
    'an administrator has decided on a signing key',
  )
  return record
}
