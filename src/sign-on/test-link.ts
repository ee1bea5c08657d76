import { JitupError } from '../errors.ts'
import { providerById, providerBySlug } from '../store/providers.ts'
import type { Author } from '../store/rules.ts'
import { insertTestLink, openTestLink, type TestLink, testLinkById } from '../store/test-links.ts'
import { isUuid, uuid7 } from '../store/uuid.ts'
import type { App } from './app.ts'
import { newToken, tokenHash } from './cookies.ts'
import { assertUsable } from './trust.ts'

/** Where a colleague lands after the test. */
export const testDonePath = (slug: string): string => `/sso/${slug}/tested`

/** A new link with its address: the only answer that ever holds it. */
export interface NewTestLink extends TestLink {
  readonly url: string
}

/**
 * Makes a link that a colleague opens once: they sign in anew at the identity provider, nothing is written, and what would
 * have been is the administrator's to see.
 * A provider that is still switched off can be tried too.
 * @throws JitupError `provider_unknown`, `provider_demo_only`, `metadata_expired`
 */
export async function makeTestLink(
  app: App,
  slugOrId: string,
  { author, hours }: { readonly author: Author; readonly hours: number },
): Promise<NewTestLink> {
  const record = isUuid(slugOrId) ? await providerById(app.db, slugOrId) : await providerBySlug(app.db, slugOrId)
  if (!record) throw new JitupError('provider_unknown', 'There is no such identity provider.')
  assertUsable(app, record, { evenWhenOff: true })
  const now = app.now()
  const token = newToken()
  const link = {
    id: uuid7(now),
    providerId: record.policy.id,
    tokenHash: tokenHash(token),
    author,
    expiresAt: new Date(now.getTime() + hours * 3_600_000),
  }
  const made = await app.db.transaction(async (tx) => {
    await insertTestLink(tx, link, now)
    return testLinkById(tx, link.id)
  })
  if (!made) throw new Error('a link is there after it was made')
  // Behind #: browsers keep that to themselves, so that it is in no log.
  return { ...made, url: `${app.publicUrl}/sso/${record.policy.slug}/test-link#${token}` }
}

/** Uses a link up. @returns its id; null when it was used already, is too old, or was none */
export const takeTestLink = (app: App, slug: string, token: string): Promise<string | null> =>
  openTestLink(app.db, { slug, tokenHash: tokenHash(token), now: app.now() })
