import loadLibxml2 from 'libxml2-wasm/lib/libxml2raw.mjs'
import { expect, test } from 'vitest'
import { JitupError } from '../../src/errors.ts'
import { cleanEngine, rawEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import { textOf, type XmlElement } from '../../src/protocols/saml/xml/tree.ts'
import { accepted, judge, respond } from './world.ts'

const budget = { nodes: 100 }

test('The two engines share no memory', () => {
  const [raw, clean] = [rawEngine.run((engine) => engine.lib), cleanEngine.run((engine) => engine.lib)]
  expect(raw.HEAPU8.buffer === clean.HEAPU8.buffer).toBe(false)
})

test('What one message did to the memory is gone before the next one', () => {
  const secret = 'a very secret text of a refused message'
  const inMemory = () => rawEngine.run(({ lib }) => Buffer.from(lib.HEAPU8).includes(secret))
  judge(respond({ sign: 'none', attributes: { x: [secret] } }))
  expect(inMemory()).toBe(false)
  rawEngine.run((engine) =>
    withDocument(engine, Buffer.from(`<a>${secret}</a>`), budget, () =>
      expect(inMemoryOf(engine.lib, secret)).toBe(true),
    ),
  )
})

/** A spare is made in the time that two of our own take, however busy the machine is. */
async function spareIsReady(): Promise<void> {
  for (let made = 0; made < 2; made++) await loadLibxml2()
}

const inMemoryOf = (lib: { HEAPU8: Uint8Array }, text: string) => Buffer.from(lib.HEAPU8).includes(text)

test('A trap replaces the instance, and the next message is judged as if nothing had been', async () => {
  await spareIsReady()
  const before = rawEngine.run(({ lib }) => lib)
  const trap = () => rawEngine.run(({ lib }) => lib._xmlFreeDoc(0x7ffffff0))
  expect(trap).toThrow(WebAssembly.RuntimeError)
  expect(rawEngine.run(({ lib }) => lib) === before).toBe(false)
  accepted(respond())
  await spareIsReady()
  expect(trap).toThrow(WebAssembly.RuntimeError)
  accepted(respond())
})

test('An engine serves one message at a time', () => {
  expect(() => rawEngine.run(() => rawEngine.run(() => 0))).toThrow(JitupError)
  accepted(respond())
})

test('An element cannot be read after its document was freed', () => {
  let kept: XmlElement | undefined
  rawEngine.run((engine) =>
    withDocument(engine, Buffer.from('<a>x</a>'), budget, ({ root }) => {
      kept = root
      expect(textOf(root)).toBe('x')
    }),
  )
  expect(() => kept && textOf(kept)).toThrow(JitupError)
})

test('Thousands of messages, good and bad, leave the memory as large as it was', () => {
  const size = () => rawEngine.run(({ lib }) => lib.HEAPU8.length) + cleanEngine.run(({ lib }) => lib.HEAPU8.length)
  const [good, bad] = [respond(), respond({ sign: 'none' })]
  accepted(good)
  const start = size()
  for (let round = 0; round < 1500; round++) expect(judge(good).verdict).toBe('accepted')
  for (let round = 0; round < 100; round++) expect(judge(bad).verdict).toBe('rejected')
  expect(size()).toBe(start)
})

test('libxml2 can open neither files nor addresses', () => {
  const include =
    '<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/hostname" parse="text"/></a>'
  rawEngine.run((engine) =>
    withDocument(engine, Buffer.from(include), budget, ({ address, root }) => {
      const context = engine.lib._xmlXIncludeNewContext(address)
      engine.lib._xmlXIncludeSetErrorHandler(context, engine.onError, 0)
      expect(engine.lib._xmlXIncludeProcessNode(context, root.address)).toBe(-1)
      engine.lib._xmlXIncludeFreeContext(context)
    }),
  )
})

test('Memory may grow under a live document; an instance that outgrew its bound is replaced afterwards', () => {
  const before = cleanEngine.run(({ lib }) => lib)
  cleanEngine.run((engine) =>
    withDocument(engine, Buffer.from('<a>still here</a>'), budget, ({ root }) => {
      expect(engine.lib._malloc(100 * 1024 * 1024)).not.toBe(0)
      expect(textOf(root)).toBe('still here')
    }),
  )
  expect(cleanEngine.run(({ lib }) => lib) === before).toBe(false)
  accepted(respond())
})
