import { randomBytes } from 'node:crypto'

/** A new ID for a message of ours: an XML name with 160 random bits (SAML core 1.3.4 wants 128 at least). */
export const newMessageId = (): string => `_${randomBytes(20).toString('hex')}`
