import { domainToASCII } from 'node:url'

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Blanks, controls and what a URL parser would take for something else than a name; the other full stops of IDNA too. */
const foreign = /[\s\p{C}%/\\?#@:[\]<>^|`{}"'_\u3002\uff0e\uff61]/u

/**
 * A domain name as DNS has it: ASCII after IDNA, lower case, two labels or more. Null for anything else: one label,
 * addresses of machines, wildcards, letters that only look like others (what NFKC would change).
 *
 * @example
 * domainName('Bücher.Example') // 'xn--bcher-kva.example'
 * domainName('10.0.0.1') // null
 */
export function domainName(text: string): string | null {
  if (text.length > 253 || foreign.test(text) || text.normalize('NFKC') !== text) return null
  const ascii = domainToASCII(text)
  const labels = ascii.split('.')
  const last = labels.at(-1) ?? ''
  if (ascii.length > 253 || labels.length < 2 || !labels.every((one) => label.test(one))) return null
  // No top-level domain is a number; 0x7f.1 and its like are addresses by then.
  return /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(last) ? ascii : null
}

/** The domain of an e-mail address; null when it is not an address. Whether the person exists is nobody's question. */
export function domainOfAddress(address: string): string | null {
  const trimmed = address.trim()
  const domain = trimmed.length > 320 ? undefined : /^[^@\s]+@([^@\s]+)$/.exec(trimmed)?.[1]
  return domain === undefined ? null : domainName(domain)
}
