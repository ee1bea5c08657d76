import type { LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs'
import { JitupError } from '../../../errors.ts'
import { samlAssertionXsd } from '../schema/saml-assertion.xsd.ts'
import { samlLogoutXsd } from '../schema/saml-logout.xsd.ts'
import { samlProtocolXsd } from '../schema/saml-protocol.xsd.ts'
import { xmlSignatureXsd } from '../schema/xml-signature.xsd.ts'
import { withBytes } from './memory.ts'

const files: Readonly<Record<string, string>> = {
  'jitup:saml-assertion.xsd': samlAssertionXsd,
  'jitup:saml-logout.xsd': samlLogoutXsd,
  'jitup:xml-signature.xsd': xmlSignatureXsd,
}

/**
 * Compiles the schemas inside one libxml2 (about 20 ms, once per process) and returns the schema's address.
 * Afterwards libxml2 has no input provider left: it can open neither files nor addresses, whatever a message asks for.
 * Throws `internal` when a schema does not compile.
 */
export function compileSchema(engine: {
  lib: LibXml2
  onError: number
  diagnostics: readonly { text: string }[]
}): number {
  const { lib } = engine
  const open = new Map<number, { rest: Buffer }>()
  const nameAt = (address: number) => lib.UTF8ToString(address)
  const callbacks = [
    lib.addFunction((name: number) => (nameAt(name) in files ? 1 : 0), 'ii'),
    lib.addFunction((name: number) => {
      open.set(open.size + 1, { rest: Buffer.from(files[nameAt(name)] ?? '') })
      return open.size
    }, 'ii'),
    lib.addFunction((handle: number, to: number, length: number) => {
      const file = open.get(handle)
      if (file === undefined) return -1
      const part = file.rest.subarray(0, length)
      file.rest = file.rest.subarray(part.length)
      lib.HEAPU8.set(part, to)
      return part.length
    }, 'iiii'),
    lib.addFunction(() => 0, 'ii'),
  ] as const
  lib._xmlCleanupInputCallbacks()
  lib._xmlRegisterInputCallbacks(...callbacks)
  const context = lib._xmlNewParserCtxt()
  lib._xmlCtxtSetErrorHandler(context, engine.onError, 0)
  const document = withBytes(lib, Buffer.from(samlProtocolXsd), (at, length) =>
    lib._xmlCtxtReadMemory(context, at, length, 0, 0, 0),
  )
  lib._xmlFreeParserCtxt(context)
  const parser = document && lib._xmlSchemaNewDocParserCtxt(document)
  if (parser) lib._xmlSchemaSetParserStructuredErrors(parser, engine.onError, 0)
  const schema = parser && lib._xmlSchemaParse(parser)
  if (parser) lib._xmlSchemaFreeParserCtxt(parser)
  lib._xmlCleanupInputCallbacks()
  for (const callback of callbacks) lib.removeFunction(callback)
  if (!schema || engine.diagnostics.length > 0) {
    throw new JitupError('internal', `The SAML schema does not compile: ${engine.diagnostics[0]?.text ?? ''}`)
  }
  return schema
}
