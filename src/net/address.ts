import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * What kind of network an address belongs to. `private`: this machine or a network of its own, reachable only when the
 * operator names the host. `forbidden`: never a server of anybody's (link-local with its metadata services, multicast,
 * documentation, reserved, tunnels).
 */
export type AddressKind = 'public' | 'private' | 'forbidden'

/** IANA's special-purpose registries (RFC 6890): what an organisation may use inside. */
const privateNetworks = listOf(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
)

/** The rest of what is not the public Internet. For IPv6 everything outside 2000::/3 is, so only the holes in it stand here. */
const forbiddenNetworks = listOf(
  ['0.0.0.0', 8],
  // One address of the public Internet by its number: what a machine in Azure asks about itself, from inside.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  // Teredo, ORCHID and other protocol assignments; documentation; 6to4; documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
)

const globalUnicast = listOf(['2000::', 3])

/** The kind of an IP address in any of its textual forms; a text that is no address is `forbidden`. */
export function addressKind(address: string): AddressKind {
  if (isIPv4(address)) return kindIn(address, 'ipv4')
  // A zone (fe80::1%eth0) belongs to link-local addresses alone.
  if (!isIPv6(address) || address.includes('%')) return 'forbidden'
  const embedded = embeddedIpv4(groupsOf(address))
  if (embedded !== null) return kindIn(embedded, 'ipv4')
  if (privateNetworks.check(address, 'ipv6')) return 'private'
  return globalUnicast.check(address, 'ipv6') && !forbiddenNetworks.check(address, 'ipv6') ? 'public' : 'forbidden'
}

function kindIn(address: string, family: 'ipv4' | 'ipv6'): AddressKind {
  if (privateNetworks.check(address, family)) return 'private'
  return forbiddenNetworks.check(address, family) ? 'forbidden' : 'public'
}

/** The IPv4 address that packets really go to: mapped (::ffff:0:0/96) and translated by NAT64 (64:ff9b::/96, RFC 6052). */
function embeddedIpv4(groups: readonly number[]): string | null {
  const head = groups.slice(0, 6).join()
  if (head !== '0,0,0,0,0,65535' && head !== '100,65435,0,0,0,0') return null
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function groupsOf(address: string): readonly number[] {
  // URL writes every form of an IPv6 address in one, without dotted parts.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const numbers = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  if (tail === undefined) return numbers(head)
  const [first, last] = [numbers(head), numbers(tail)]
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
}

function listOf(...networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6')
  return list
}
