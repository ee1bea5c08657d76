/** A verifier as they have been written too often: it checks a signature, and then reads something else. */
import { createHash, verify } from 'node:crypto'
import { idpKey } from '../world.ts'
import type { Reader } from './law.ts'

/** Checks the first signature over whatever it refers to, then reads the first NameID and the first values it finds. */
export const naive: Reader = (bytes) => {
  const xml = bytes.toString('utf8')
  return signatureHolds(xml) ? { believed: JSON.stringify(firstFacts(xml)) } : { refused: 'signature' }
}

function signatureHolds(xml: string): boolean {
  const signature = /<ds:Signature[ >].*?<\/ds:Signature>/s.exec(xml)?.[0] ?? ''
  const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(signature)?.[0] ?? ''
  const value = /<ds:SignatureValue>(.*?)</.exec(signature)?.[1] ?? ''
  const canonical = info.replace('<ds:SignedInfo>', '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')
  if (!verify('sha256', Buffer.from(canonical), idpKey, Buffer.from(value, 'base64'))) return false
  const id = /URI="#([^"]*)"/.exec(info)?.[1] ?? ''
  const digest = /<ds:DigestValue>(.*?)</.exec(info)?.[1]
  const start = xml.lastIndexOf('<', xml.indexOf(`ID="${id}"`))
  const name = /^<([\w:]+)/.exec(xml.slice(start))?.[1] ?? ''
  for (let end = start; ; ) {
    end = xml.indexOf(`</${name}>`, end + 1)
    if (end < 0) return false
    const element = xml.slice(start, end + name.length + 3).replace(signature, '')
    if (createHash('sha256').update(element).digest('base64') === digest) return true
  }
}

const firstFacts = (xml: string) => ({
  nameId: /<saml2:NameID[^>]*>(.*?)<\/saml2:NameID>/s.exec(xml)?.[1],
  attributes: [...xml.matchAll(/<saml2:AttributeValue[^>]*>(.*?)<\/saml2:AttributeValue>/gs)].map(([, text]) => text),
})
