/** Our key for encrypted assertions. Its public half is in our metadata: whoever attacks us has it too. */
import { generateKeyPairSync } from 'node:crypto'

export const { privateKey: ourPrivateKey, publicKey: ourPublicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
})
