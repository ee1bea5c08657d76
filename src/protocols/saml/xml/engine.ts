/**
 * libxml2 as this product uses it: two instances that share nothing. `rawEngine` sees what came from outside,
 * `cleanEngine` sees only canonical bytes whose signature was verified, so that heap damage done by one message can
 * never change what is read from another.
 *
 * Both start from one memory image, taken after the schemas are compiled. Whatever goes wrong with a message, the
 * image is put back before the next one (about 1 ms); after a trap the whole instance is thrown away and a spare one
 * takes its place.
 */
import { createHash } from 'node:crypto'
import loadLibxml2, { type LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs'
import { JitupError } from '../../../errors.ts'
import { compileSchema } from './compile-schema.ts'
import { type Memory, memoryOf } from './memory.ts'
import { type Names, noNames } from './names.ts'

/** SHA-256 of the memory that libxml2-wasm 0.7.2 starts with: it pins the bundled libxml2, which names no version itself. */
const EXPECTED_IMAGE = 'd7f17973385fa9c31ef3b3667853ad96f42d7cc50cbd2793e2689b8f530741cf'

/** An instance that outgrew this is not reused: WebAssembly memory never shrinks. */
const MEMORY_LIMIT = 96 * 1024 * 1024

/** One thing libxml2 complained about. `text` may quote the message; see `Refusal`. */
export interface Diagnostic {
  readonly text: string
  readonly level: number
  readonly line: number
}

/** One libxml2 with the functions it calls back. All memory addresses are plain numbers, valid in this instance only. */
export interface Engine {
  readonly lib: LibXml2
  readonly memory: Memory
  /** The names of the document that is being read. */
  readonly names: Names
  /** The compiled schema of `schema/*.xsd.ts`. */
  readonly schema: number
  /** Address of the error handler; it fills `diagnostics`. */
  readonly onError: number
  readonly onWrite: number
  readonly onClose: number
  readonly diagnostics: Diagnostic[]
  /** What libxml2 wrote since it was last emptied, in pieces. */
  readonly written: Buffer[]
}

const MAX_DIAGNOSTICS = 4

async function instantiate(): Promise<Omit<Engine, 'schema'>> {
  const silent = { stdin: () => null, stdout: () => undefined, stderr: () => undefined }
  const lib = await (loadLibxml2 as (options: object) => Promise<LibXml2>)(silent)
  const diagnostics: Diagnostic[] = []
  const written: Buffer[] = []
  const image = createHash('sha256').update(lib.HEAPU8).digest('hex')
  if (image !== EXPECTED_IMAGE) {
    throw new JitupError('internal', 'The bundled libxml2 is not the one this version was tested with.', { image })
  }
  // The functions are added in one fixed order: the memory image holds their table indices.
  const onError = lib.addFunction((_data: number, error: number) => {
    if (diagnostics.length >= MAX_DIAGNOSTICS) return
    const at = error >> 2
    const text = lib.HEAP32[at + 2] ? lib.UTF8ToString(lib.HEAP32[at + 2] as number, 1000) : ''
    diagnostics.push({ text, level: lib.HEAP32[at + 3] as number, line: lib.HEAP32[at + 5] as number })
  }, 'vii')
  const onWrite = lib.addFunction((_context: number, from: number, length: number) => {
    written.push(Buffer.from(lib.HEAPU8.subarray(from, from + length)))
    return length
  }, 'iiii')
  const onClose = lib.addFunction(() => 0, 'ii')
  return { lib, memory: memoryOf(lib), names: noNames(), onError, onWrite, onClose, diagnostics, written }
}

const pristine = await (async () => {
  const engine = await instantiate()
  const schema = compileSchema(engine)
  const words = engine.lib.HEAP32
  let used = words.length
  while (used > 0 && words[used - 1] === 0) used -= 1
  return { schema, image: engine.lib.HEAPU8.slice(0, used * 4) }
})()

async function fromImage(): Promise<Engine> {
  const engine = { ...(await instantiate()), schema: pristine.schema }
  reset(engine)
  return engine
}

function reset({ lib, diagnostics, written }: Engine): void {
  lib.HEAPU8.set(pristine.image)
  lib.HEAPU8.fill(0, pristine.image.length)
  diagnostics.length = 0
  written.length = 0
}

/** An instance together with what replaces it. */
export interface Slot {
  /**
   * Lets `work` use the instance. When `work` throws, nothing of the message stays in its memory; when it was libxml2
   * that trapped, the instance itself is replaced. Not reentrant: one message at a time. Throws what `work` throws.
   */
  run<T>(work: (engine: Engine) => T): T
  /** Puts the memory image back, for a message that was refused after `run` had returned. */
  reset(): void
}

async function openSlot(): Promise<Slot> {
  let current: Engine | undefined = await fromImage()
  let spare: Engine | undefined
  let busy = false

  let refilling = false
  const refill = async () => {
    if (refilling) return
    refilling = true
    try {
      const fresh = await fromImage()
      if (current === undefined) current = fresh
      else spare = fresh
    } finally {
      refilling = false
    }
  }
  // Out of memory now may not be so later: the next message asks again, and is refused until there is an instance.
  const refillLater = () => void refill().catch(() => undefined)
  const replace = () => {
    current = spare
    spare = undefined
    refillLater()
  }
  refillLater()

  return {
    reset() {
      if (current !== undefined && !busy) reset(current)
    },
    run(work) {
      if (spare === undefined) refillLater()
      if (current === undefined || busy) throw new JitupError('internal', 'No XML engine is ready.')
      const engine = current
      busy = true
      try {
        return work(engine)
      } catch (error) {
        if (error instanceof JitupError) reset(engine)
        else replace()
        throw error
      } finally {
        busy = false
        if (current === engine && engine.lib.HEAPU8.length > MEMORY_LIMIT) replace()
      }
    },
  }
}

/** For what came from outside. */
export const rawEngine: Slot = await openSlot()

/** For canonical bytes whose signature was verified, and for nothing else. */
export const cleanEngine: Slot = await openSlot()
