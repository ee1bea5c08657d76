import type { FC } from 'hono/jsx'
import { meaningOf, say } from '../../messages.ts'
import type { Outcome } from '../../store/sign-ons.ts'
import { Empty, type Frame, Heading, Page } from './layout.tsx'
import { Text, When } from './value.tsx'

/** One sign-on in a list. */
export interface SignOnLine {
  readonly id: string
  readonly at: Date
  readonly outcome: Outcome
  readonly code: string | null
  readonly problems: readonly string[]
  readonly provider: string | null
  readonly login: string | null
  /** As whom the provider named them, when no user is known. */
  readonly subject: string | null
}

const filters = ['all', 'created', 'updated', 'unchanged', 'refused', 'tested'] as const

/** `all` is every real attempt; tests are shown only when asked for, for each real sign-on of a tester has one. */
export type SignOnsFilter = (typeof filters)[number]

/** The journal, newest first. */
export const SignOnsPage: FC<{
  frame: Frame
  lines: readonly SignOnLine[]
  /** Null: what was asked for is no outcome. */
  filter: SignOnsFilter | null
  /** The id after which the next page goes on; null on the last. */
  next: string | null
  first: boolean
}> = ({ frame, lines, filter, next, first }) => {
  const query = filter === 'all' ? '' : `outcome=${filter}&`
  return (
    <Page frame={frame} title={say('sign-ons.title')} wide={true}>
      <Heading title={say('sign-ons.title')} lead={say('sign-ons.lead')} />
      <nav class="filter" aria-label={say('sign-ons.filter')}>
        {filters.map((one) => (
          <a
            href={one === 'all' ? '/admin/sign-ons' : `/admin/sign-ons?outcome=${one}`}
            aria-current={filter === one ? 'true' : undefined}
          >
            {say(`outcome.${one}`)}
          </a>
        ))}
      </nav>
      {lines.length > 0 ? (
        <div class="card">
          <SignOnList lines={lines} />
        </div>
      ) : filter === 'all' ? (
        <Empty title={say('sign-ons.none')} text={say('sign-ons.none-do')}>
          <a class="button" href="/admin/providers">
            {say('nav.providers')}
          </a>
        </Empty>
      ) : (
        <div class="card empty">
          <p role="status">{say(filter === null ? 'sign-ons.no-filter' : 'sign-ons.none-filtered')}</p>
        </div>
      )}
      <nav class="pages" aria-label={say('list.pages')}>
        {first ? null : <a href={`/admin/sign-ons?${query}`}>{say('list.newest')}</a>}
        {next === null ? null : <a href={`/admin/sign-ons?${query}before=${next}`}>{say('list.older')}</a>}
      </nav>
    </Page>
  )
}

/** Sign-ons as a table; each opens its own page. `ofOne`: all are one person's, so nobody is named. */
export const SignOnList: FC<{ lines: readonly SignOnLine[]; ofOne?: boolean }> = ({ lines, ofOne = false }) => (
  <table class="list fold">
    <thead>
      <tr>
        <th scope="col">{say('sign-ons.when')}</th>
        <th scope="col">{say('sign-ons.outcome')}</th>
        {ofOne ? null : <th scope="col">{say('sign-ons.who')}</th>}
        <th scope="col">{say('sign-ons.provider')}</th>
        <th scope="col">{say('sign-ons.remarks')}</th>
      </tr>
    </thead>
    <tbody>
      {lines.map((one) => (
        <tr>
          <td>
            <a href={`/admin/sign-ons/${one.id}`}>
              <When at={one.at} exact={true} />
            </a>
          </td>
          <td>
            <span class={`badge ${one.outcome}`}>{say(`outcome.${one.outcome}`)}</span>
          </td>
          {ofOne ? null : (
            <td>
              <Who line={one} />
            </td>
          )}
          <td>{one.provider === null ? <span class="none">–</span> : <Text text={one.provider} />}</td>
          <td>
            <Remarks line={one} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Who: FC<{ line: SignOnLine }> = ({ line: { login, subject } }) => {
  if (login !== null) return <Text text={login} />
  if (subject === null) return <span class="none">{say('sign-ons.nobody')}</span>
  return (
    <span class="soft">
      <Text text={subject} />
    </span>
  )
}

const Remarks: FC<{ line: SignOnLine }> = ({ line: { code, problems } }) => (
  <>
    {code === null ? null : <code title={say(meaningOf(code))}>{code}</code>}{' '}
    {[...new Set(problems)]
      .filter((one) => one !== code)
      .map((one) => (
        <>
          <code class="soft">{one}</code>{' '}
        </>
      ))}
  </>
)
