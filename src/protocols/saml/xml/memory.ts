/** Text, numbers and bytes in and out of one libxml2's memory. */
import type { LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs'

/** Views of one instance's memory. When it grows the old views become empty; the readers below then take new ones. */
export interface Memory {
  readonly lib: LibXml2
  words: Int32Array
  bytes: Buffer
}

export const memoryOf = (lib: LibXml2): Memory => ({ lib, words: lib.HEAP32, bytes: viewOf(lib) })

const viewOf = ({ HEAPU8 }: LibXml2): Buffer => Buffer.from(HEAPU8.buffer, HEAPU8.byteOffset, HEAPU8.length)

/** Copies `bytes` into memory, NUL-terminated, for the time of `work`. */
export function withBytes<T>(lib: LibXml2, bytes: Uint8Array, work: (address: number, length: number) => T): T {
  const address = lib._malloc(bytes.length + 1)
  const memory = lib.HEAPU8
  memory.set(bytes, address)
  memory[address + bytes.length] = 0
  const result = work(address, bytes.length)
  lib._free(address)
  return result
}

/** Texts of up to so many bytes are measured here, longer ones by the runtime. */
const SHORT = 256

/** The NUL-terminated UTF-8 text at an address; '' at address 0. */
export function textAt(memory: Memory, address: number): string {
  if (address === 0) return ''
  const bytes = bytesOf(memory)
  let end = address
  let all = 0
  // Most texts are short: a loop has read them before a call into the runtime would have begun.
  for (const last = address + SHORT; end < last; end++) {
    const byte = bytes[end] as number
    if (byte === 0) return end === address ? '' : bytes.toString(all < 128 ? 'latin1' : 'utf8', address, end)
    all |= byte
  }
  return bytes.toString('utf8', address, bytes.indexOf(0, end))
}

/** The 32-bit word at an address (an address itself, or a small number). */
export const wordAt = (memory: Memory, address: number): number => wordsOf(memory)[address >> 2] as number

/** The memory as 32-bit words, for a loop in which libxml2 is not called. */
export function wordsOf(memory: Memory): Int32Array {
  if (memory.words.length === 0) memory.words = memory.lib.HEAP32
  return memory.words
}

/** The memory as bytes, for a loop in which libxml2 is not called. */
export function bytesOf(memory: Memory): Buffer {
  if (memory.bytes.length === 0) memory.bytes = viewOf(memory.lib)
  return memory.bytes
}
