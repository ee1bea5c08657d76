import { z } from 'zod'

const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/, { error: 'must be base64url' })

const common = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string().max(100), z.unknown()).default({}),
}

/** What a browser says of a passkey that it has made: `PublicKeyCredential.toJSON()` (WebAuthn level 3, section 5.1). */
export const newPasskeyAnswer = z.strictObject({
  ...common,
  response: z.strictObject({
    clientDataJSON: base64url(8000),
    attestationObject: base64url(60_000),
    authenticatorData: base64url(20_000).optional(),
    publicKey: base64url(8000).optional(),
    publicKeyAlgorithm: z.number().optional(),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
})
export type NewPasskeyAnswer = z.output<typeof newPasskeyAnswer>

/** What a browser says when somebody proves themself by a passkey. */
export const passkeyAnswer = z.strictObject({
  ...common,
  response: z.strictObject({
    clientDataJSON: base64url(8000),
    authenticatorData: base64url(20_000),
    signature: base64url(8000),
    userHandle: base64url(200).nullish(),
  }),
})
export type PasskeyAnswer = z.output<typeof passkeyAnswer>

/** An answer out of a form's field. @returns null when it is none */
export function parseAnswer<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const read = shape.safeParse(value)
  return read.success ? read.data : null
}

/** The challenge that an answer is about, as the browser wrote it; null: it names none. Nothing of it is trusted yet. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}
