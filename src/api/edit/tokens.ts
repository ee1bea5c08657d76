import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { newToken, tokenHash } from '../../sign-on/cookies.ts'
import type { Author } from '../../store/rules.ts'
import { insertToken, isKnownToken, revokeTokensNamed, type TokenRecord } from '../../store/tokens.ts'
import { uuid7 } from '../../store/uuid.ts'
import { type Scope, tokenInput } from '../contract.ts'
import { check, invalid } from './change.ts'

/** The name under which the first token is kept; tokens that people make have other names. */
export const firstTokenName = 'JITUP_ADMIN_TOKEN'

/**
 * Takes the token that automation was given at the start of the server. Each value is taken once: a revoked one stays
 * revoked, and a new value ends the one before it.
 * @throws JitupError `config_invalid` when it is too short or cannot be sent in a header
 */
export async function importAdminToken(app: App, token: string): Promise<void> {
  if (!/^[\x21-\x7e]{32,512}$/.test(token)) {
    throw new JitupError('config_invalid', 'JITUP_ADMIN_TOKEN must have 32 to 512 visible ASCII characters, no blanks.')
  }
  const hash = tokenHash(token)
  await app.db.serialised([firstTokenName], async (tx) => {
    if (await isKnownToken(tx, hash)) return
    await revokeTokensNamed(tx, firstTokenName, app.now())
    await insertToken(
      tx,
      {
        id: uuid7(app.now()),
        name: firstTokenName,
        hash,
        scopes: ['admin'],
        expiresAt: null,
        author: { kind: 'system' },
      },
      app.now(),
    )
  })
}

/**
 * Makes a token. It is in this answer and nowhere else: we keep its SHA-256.
 * @throws JitupError `validation_failed`
 */
export async function makeToken(
  app: App,
  author: Author,
  input: { name: string; scopes: readonly Scope[]; expiresAt?: string | null },
): Promise<{ record: TokenRecord; token: string }> {
  const { name, scopes, expiresAt } = check(tokenInput, input)
  if (name === firstTokenName) throw invalid('name', `${firstTokenName} is the name of the token of the environment.`)
  const end = expiresAt === null ? null : new Date(expiresAt)
  if (end !== null && end <= app.now())
    throw invalid('expiresAt', 'A token ends in the future, or not by itself (null).')
  const token = `jitup_${newToken()}`
  const record = await insertToken(
    app.db,
    { id: uuid7(app.now()), name, hash: tokenHash(token), scopes: [...new Set(scopes)], expiresAt: end, author },
    app.now(),
  )
  return { record, token }
}
