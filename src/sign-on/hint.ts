import { JitupError } from '../errors.ts'
import { countHinted } from '../store/pending-requests.ts'
import type { App } from './app.ts'
import { newToken } from './cookies.ts'
import type { Message } from './receive.ts'
import type { Outcome } from './redirect.ts'
import { safeReturnTo } from './return-to.ts'
import type { Trusted } from './trust.ts'

/** Begins the RelayState of every request that a hint has led to. A partner that sends it back unasked is going in a circle. */
const mark = 'hinted.'
/** A person may click twice on a tile in a portal; a circle makes more requests than that, and fast. */
const inAMinute = 3

/** The RelayState of a request: opaque, within 80 bytes. */
export const newRelayState = (hinted: boolean): string => `${hinted ? mark : ''}${newToken().slice(0, 22)}`

/** Could this be the RelayState of a request of ours? A portal's own is an address or nothing. */
export const isRelayState = (text: string): boolean => /^(hinted\.)?[\w-]{22}$/.test(text)

/**
 * An unsolicited answer, verified in full, is only a hint that somebody at the partner wants to come here. It is thrown
 * away, signs nobody on and writes nothing; the browser is sent to begin a sign-on of its own. Sent again, or to other
 * browsers, it does what any link to the start does: whoever follows it signs on as whoever they are at the partner.
 * Only verified ones are followed, so that nobody else can make us send requests.
 * @throws JitupError `response_unsolicited_again` when it comes instead of the answer to such a request
 */
export function followHint({ record }: Trusted, { form }: Message): Outcome {
  const [relayState = null, ...others] = form.getAll('RelayState')
  if (relayState?.startsWith(mark)) throw again()
  const returnTo = safeReturnTo(others.length === 0 ? relayState : null)
  const query = new URLSearchParams({ hint: '', ...(returnTo === '/' ? {} : { returnTo }) })
  return { start: `/sso/${record.policy.slug}/start?${query}` }
}

/** @throws JitupError `response_unsolicited_again` when hints keep coming and no request that they led to is answered */
export async function refuseCircle(app: App, providerId: string, browserHash: Buffer): Promise<void> {
  const since = new Date(app.now().getTime() - 60_000)
  if ((await countHinted(app.db, { providerId, browserHash, since })) >= inAMinute) throw again()
}

const again = () =>
  new JitupError(
    'response_unsolicited_again',
    'The identity provider was asked, and sent again a Response that answers no request.',
  )
