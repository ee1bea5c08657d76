import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { WaitingCertificate } from '../../store/provider-metadata.ts'
import { Say, When } from './value.tsx'

/** Keys that the partner's metadata brought and nobody vouches for: an administrator compares and decides. */
export const WaitingKeys: FC<{ slug: string; waiting: readonly WaitingCertificate[] }> = ({ slug, waiting }) => {
  if (waiting.length === 0) return null
  return (
    <section class="note warn" aria-labelledby={`w-${slug}`}>
      <h3 id={`w-${slug}`}>{say('keys.waiting')}</h3>
      <p>{say('keys.waiting-lead')}</p>
      {waiting.map((one) => (
        <form method="post" action={`/admin/providers/${slug}/keys/${one.fingerprint}`} class="stack">
          <p>
            {say('providers.fingerprint')}: <code>{one.fingerprint}</code>
            <br />
            <Say k="keys.seen" v={{ date: <When at={one.firstSeen} exact={true} /> }} />
            {' · '}
            <Say k="providers.certificate-until" v={{ date: <When at={one.notAfter} dateOnly={true} /> }} />
          </p>
          <p>
            <label>
              <input type="checkbox" name="compared" value="yes" /> {say('keys.compared')}
            </label>
          </p>
          <p class="actions">
            <button class="button low" type="submit" name="do" value="approve">
              {say('keys.approve')}
            </button>
            <button class="button low quiet" type="submit" name="do" value="dismiss">
              {say('keys.dismiss')}
            </button>
          </p>
        </form>
      ))}
    </section>
  )
}
