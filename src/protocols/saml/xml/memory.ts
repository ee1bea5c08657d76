/** Text and bytes in and out of one libxml2's memory. */
import type { LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs'

/** Copies `bytes` into memory, NUL-terminated, for the time of `work`. */
export function withBytes<T>(lib: LibXml2, bytes: Uint8Array, work: (address: number, length: number) => T): T {
  const address = lib._malloc(bytes.length + 1)
  lib.HEAPU8.set(bytes, address)
  lib.HEAPU8[address + bytes.length] = 0
  const result = work(address, bytes.length)
  lib._free(address)
  return result
}

/** The NUL-terminated UTF-8 text at an address; '' at address 0. */
export function textAt(lib: LibXml2, address: number): string {
  if (address === 0) return ''
  const bytes = lib.HEAPU8
  let text = ''
  // Almost every text is short ASCII: the loop is several times faster than a decoder for those.
  for (let at = address; ; at++) {
    const byte = bytes[at] as number
    if (byte === 0) return text
    if (byte > 127 || at - address > 64) break
    text += String.fromCharCode(byte)
  }
  const end = bytes.indexOf(0, address)
  return Buffer.from(bytes.buffer, bytes.byteOffset + address, end - address).toString('utf8')
}

/** The 32-bit word at an address (an address itself, or a small number). */
export const wordAt = (lib: LibXml2, address: number): number => lib.HEAP32[address >> 2] as number
