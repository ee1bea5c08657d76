/** The xmlsec1 program (Debian), asked about the signatures of a message. It knows XML Signature and nothing of SAML. */
import { spawnSync } from 'node:child_process'
import type { KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const xmlsecPresent = spawnSync('xmlsec1', ['--version']).error === undefined

/** `absent`: not exactly one such signature is there; `unreadable`: not XML for its own libxml2 either. */
export type Opinion = 'valid' | 'invalid' | 'absent' | 'unreadable'

/** Opinions on the signature of the root and on that of the assertion in it (after decrypting), by one key. */
export interface Opinions {
  readonly response: Opinion
  readonly assertion: Opinion
}

export interface Xmlsec {
  judge(xml: Uint8Array, key: KeyObject, decryptionKeys?: readonly KeyObject[]): Opinions
  /** Removes its files. */
  close(): void
}

/** Makes a folder for its files. */
export function openXmlsec(): Xmlsec {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-xmlsec-'))
  const [message, opened, keyFile] = ['message.xml', 'opened.xml', 'key.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]

  const opinionOn = (file: string, path: string): Opinion => {
    const { status, stdout, stderr } = spawnSync('xmlsec1', [
      '--verify',
      ...['--pubkey-pem', keyFile, '--enabled-key-data', 'rsa,ec,key-name', '--enabled-reference-uris', 'same-doc'],
      ...['--id-attr:ID', 'Response', '--id-attr:ID', 'Assertion', '--node-xpath', path, file],
    ])
    const said = `${stdout}${stderr}`
    if (status === 0 && /^OK$/m.test(said)) return 'valid'
    if (/failed to parse xml file/i.test(said)) return 'unreadable'
    return /does not return a single node/.test(said) ? 'absent' : 'invalid'
  }

  /** Writes the message with its assertion decrypted; false when no key opens it. */
  const open = (keys: readonly KeyObject[]): boolean =>
    keys.some((key) => {
      writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem' }))
      const { status, stdout } = spawnSync('xmlsec1', [
        '--decrypt',
        ...['--privkey-pem', keyFile, '--id-attr:Id', 'EncryptedKey', message],
      ])
      if (status === 0) writeFileSync(opened, stdout)
      return status === 0
    })

  return {
    judge(xml, key, decryptionKeys = []) {
      const text = Buffer.from(xml).toString('latin1')
      const signatures = text.split('SignatureValue>').length >> 1
      const sealed = text.includes('EncryptedAssertion')
      if (signatures === 0 && !sealed) return { response: 'absent', assertion: 'absent' }
      writeFileSync(message, xml)
      const readable = !sealed || open(decryptionKeys)
      writeFileSync(keyFile, key.export({ type: 'spki', format: 'pem' }))
      const response = opinionOn(message, "/*[local-name()='Response']/*[local-name()='Signature']")
      if (response === 'unreadable' || !readable) return { response, assertion: readable ? response : 'absent' }
      // Starting a program costs more than the rest of a test: one signature is looked for in one place only.
      if (response !== 'absent' && signatures === 1 && !sealed) return { response, assertion: 'absent' }
      const inside = sealed ? '//*' : '/*/*'
      const path = `${inside}[local-name()='Assertion']/*[local-name()='Signature']`
      return { response, assertion: opinionOn(sealed ? opened : message, path) }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
