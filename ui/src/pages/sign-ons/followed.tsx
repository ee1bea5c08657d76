import { Link } from 'wouter'
import { Author } from '../../parts/author.tsx'
import { Card } from '../../parts/page.tsx'
import { Way } from '../../parts/way.tsx'
import { When } from '../../parts/when.tsx'
import { Say, t } from '../../text.tsx'
import type { Detail } from './sign-on-page.tsx'

/** An entry to which nobody came with a message: which sign-in it goes back to, in which run, and who did it. */
export function Followed({ outcome, follows }: { outcome: 'replayed' | 'undone'; follows: Detail['follows'] }) {
  if (follows === null) {
    return (
      <Card title={t(`sign-ons.${outcome}`)}>
        <p>{t(`sign-ons.${outcome}-text`)}</p>
      </Card>
    )
  }
  const { signOnId, at, replayId, author } = follows
  // What is taken back of a run is an entry of that run, not a sign-in.
  const isOfRun = outcome === 'undone' && replayId !== null
  const entry = (
    <Link href={`/sign-ons/${signOnId}`}>
      <Say k={isOfRun ? 'sign-ons.run-of' : 'sign-ons.sign-in-of'} v={{ at: <When at={at} /> }} />
    </Link>
  )
  return (
    <Card title={t(`sign-ons.${outcome}`)}>
      <p>
        <Say k={`sign-ons.${outcome}-by`} v={{ author: <Author author={author} />, entry }} />
      </p>
      {replayId === null ? null : (
        <p>
          <Way href={`/replays/${replayId}`} needs="rules:read">
            {t('sign-ons.whole-run')}
          </Way>
        </p>
      )}
    </Card>
  )
}
