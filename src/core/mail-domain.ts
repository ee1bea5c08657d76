/**
 * The mail domain of an address as DNS has it: ASCII after IDNA, small letters, without a full stop at its end. Null for a
 * text that no mail could be sent to.
 * It judges who owns an address, so it is deliberately generous: whatever a mail program might take for that domain
 * (full-width letters, other full stops, invisible characters) is that domain.
 *
 * @example
 * mailDomainOf('ada@Bücher。Example.') // 'xn--bcher-kva.example'
 */
export const mailDomainOf = (address: string): string | null => {
  const domain = address.slice(address.lastIndexOf('@') + 1).trim()
  if (!address.includes('@') || domain === '') return null
  try {
    return new URL(`http://${domain}`).hostname.replace(/\.+$/, '') || null
  } catch {
    return null
  }
}
