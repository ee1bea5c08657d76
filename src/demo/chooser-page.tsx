import type { FC } from 'hono/jsx'
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
  <Page frame={frame} title="Choose a person">
    <h1>Who are you today?</h1>
    <Introduction asks={asks} canStart={canStart} />
    {saved === null ? null : (
      <p class="notice" role="status">
        Saved. The next sign-on as {saved.name} sends it.
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
            aria-label={`Edit attributes of ${person.name}`}
          >
            Edit attributes
          </a>
        </li>
      ))}
    </ul>
    <dl>
      <dt>Entity ID</dt>
      <dd>
        <code>{facts.entityId}</code>
      </dd>
      <dt>Metadata</dt>
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
        <Application asking={asks} /> asks who you are. Choose a person; a signed answer with their attributes goes
        back.
      </p>
    )
  }
  return (
    <p class="soft">
      This page plays the part of a company’s identity provider. Edit what it knows of a person, sign on as that person,
      and see what the application makes of it.{' '}
      {canStart ? null : 'To sign on, start at the application’s sign-in page.'}
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
        {signOn ? `Sign on as ${person.name}` : person.name}
        {edited ? <span class="badge">edited</span> : null}
      </strong>
      <small>{person.note}</small>
    </span>
  </>
)

function initials(name: string): string {
  const words = name.split(' ')
  return [words[0], words.at(-1)].map((word) => [...(word ?? '')][0] ?? '').join('')
}
