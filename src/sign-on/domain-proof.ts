import { JitupError } from '../errors.ts'

/** Asks DNS for the TXT records of a name, each in its parts; as `resolveTxt` of `node:dns/promises`. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>

/** What the owner of a domain publishes. */
export const proofOf = ({ domain, token }: { domain: string; token: string }) => ({
  name: `_jitup.${domain}`,
  type: 'TXT' as const,
  value: `jitup-verification=${token}`,
})

/**
 * Looks whether DNS shows the proof: a TXT record of exactly that text.
 * @throws JitupError `domain_unproven` when DNS shows other records or none, `domain_lookup_failed` when it does not answer
 */
export async function assertProven(resolveTxt: ResolveTxt, domain: { domain: string; token: string }): Promise<void> {
  const { name, value } = proofOf(domain)
  const records = await resolveTxt(name).catch((cause: unknown) => {
    if (isAbsent(cause)) return []
    const text = `DNS gave no answer about ${name}. Try again.`
    throw new JitupError('domain_lookup_failed', text, { name }, { cause })
  })
  if (records.some((parts) => parts.join('') === value)) return
  const seen =
    records.length === 0 ? 'It has no TXT record yet' : `Its ${records.length} TXT records say something else`
  const text = `${name} must have the TXT record ${value}. ${seen}; DNS may take a while to show a new one.`
  throw new JitupError('domain_unproven', text, { name, records: records.length })
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
