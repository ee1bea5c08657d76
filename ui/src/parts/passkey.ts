/**
 * The browser's own way to make a passkey and to use one. What goes in and out is JSON as the API sends and takes it
 * (WebAuthn level 3, section 5.1).
 */
type Json = Readonly<Record<string, unknown>>

/** Can this browser? */
export const hasPasskeys = (): boolean =>
  'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential

/** Makes one. @returns what the browser says of it; null when the person gave up */
export const makePasskey = (options: Json): Promise<unknown> =>
  asked(async () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
    )
    return navigator.credentials.create({ publicKey })
  })

/** Uses one. @returns what it proves; null when the person gave up */
export const askPasskey = (options: Json): Promise<unknown> =>
  asked(async () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
    )
    return navigator.credentials.get({ publicKey })
  })

async function asked(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = (await ask()) as PublicKeyCredential | null
    return credential === null ? null : credential.toJSON()
  } catch (error) {
    // To say no, and to wait too long, are answers too.
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return null
    if (error instanceof DOMException && error.name === 'InvalidStateError') return null
    throw error
  }
}
