import type { FC } from 'hono/jsx'
import { isMessage, say } from '../messages.ts'
import { Say } from '../server/pages/value.tsx'
import { Page, type PageFrame, type Waiting, WaitingFields, waitingQuery } from './page.tsx'
import type { DemoPerson } from './people.ts'

/** An application whose request waits. */
export interface Asking {
  readonly entityId: string
  /** What people call it; null when nobody told. */
  readonly name: string | null
}

/** Who to sign on as. `asks` is null when nobody asked yet. */
export const ChooserPage: FC<{
  frame: PageFrame
  people: readonly { person: DemoPerson; edited: boolean }[]
  waiting: Waiting | null
  asks: Asking | null
  canStart: boolean
  saved: DemoPerson | null
  facts: { entityId: string; metadataUrl: string }
}> = ({ frame, people, waiting, asks, canStart, saved, facts }) => (
  <Page frame={frame} title={say('demo-idp.choose-title')}>
    <h1>{say('demo-idp.choose')}</h1>
    <Introduction asks={asks} canStart={canStart} />
    {saved === null ? null : (
      <p class="notice" role="status">
        {say('demo-idp.saved', { name: saved.name })}
      </p>
    )}
    <ul class="people">
      {people.map(({ person, edited }) => (
        <li>
          {waiting === null && !canStart ? (
            <div class="person">
              <PersonText person={person} edited={edited} signOn={false} />
            </div>
          ) : (
            <form method="post" action={`${frame.root}/${waiting === null ? 'start' : 'sso'}`}>
              <WaitingFields waiting={waiting} />
              <button class="person" type="submit" name="person" value={person.id}>
                <PersonText person={person} edited={edited} signOn={true} />
              </button>
            </form>
          )}
          <a
            class="edit"
            href={`${frame.root}/people/${person.id}${waitingQuery(waiting)}`}
            aria-label={say('demo-idp.edit-of', { name: person.name })}
          >
            {say('demo-idp.edit')}
          </a>
        </li>
      ))}
    </ul>
    <dl>
      <dt>{say('demo-idp.entity-id')}</dt>
      <dd>
        <code>{facts.entityId}</code>
      </dd>
      <dt>{say('demo-idp.metadata')}</dt>
      <dd>
        <a href={`${frame.root}/metadata`}>{facts.metadataUrl}</a>
      </dd>
    </dl>
  </Page>
)

const Introduction: FC<{ asks: Asking | null; canStart: boolean }> = ({ asks, canStart }) => {
  if (asks !== null) {
    return (
      <p class="soft">
        <Say k="demo-idp.asks" v={{ application: <Application asking={asks} /> }} />
      </p>
    )
  }
  return (
    <p class="soft">
      {say('demo-idp.lead')} {canStart ? null : say('demo-idp.start-there')}
    </p>
  )
}

const Application: FC<{ asking: Asking }> = ({ asking: { name, entityId } }) =>
  name === null ? (
    <code>{entityId}</code>
  ) : (
    <>
      <strong>{name}</strong> (<code>{entityId}</code>)
    </>
  )

const PersonText: FC<{ person: DemoPerson; edited: boolean; signOn: boolean }> = ({ person, edited, signOn }) => (
  <>
    <span class="face" aria-hidden="true">
      {initials(person.name)}
    </span>
    <span>
      <strong>
        {signOn ? say('demo-idp.sign-on-as', { name: person.name }) : person.name}
        {edited ? <span class="badge">{say('demo-idp.edited')}</span> : null}
      </strong>
      <small>{noteOf(person)}</small>
    </span>
  </>
)

/** Why this person is in the demo. Others than ours are known to whoever made them. */
function noteOf({ id, note }: DemoPerson): string {
  const key = `demo-idp.note-${id}`
  return isMessage(key) ? say(key) : note
}

function initials(name: string): string {
  const words = name.split(' ')
  return [words[0], words.at(-1)].map((word) => [...(word ?? '')][0] ?? '').join('')
}
