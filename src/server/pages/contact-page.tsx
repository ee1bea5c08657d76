import type { FC } from 'hono/jsx'
import { cellText } from '../../core/describe.ts'
import { say } from '../../messages.ts'
import type { HistoryEntry } from '../../store/contacts.ts'
import type { IdentityRow } from '../../store/identities.ts'
import type { OriginNames } from '../../store/origins.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { type PersonFacts, Roles, Values } from './me-page.tsx'
import { Cell, Where } from './origin.tsx'
import { type SignOnLine, SignOnList } from './sign-ons-page.tsx'
import { planStyle } from './style.ts'
import { AttributeName, Text, When } from './value.tsx'

/** Everything about one contact. */
export interface ContactFacts extends PersonFacts {
  readonly identities: readonly IdentityRow[]
  readonly history: readonly HistoryEntry[]
  readonly historyNames: OriginNames
  readonly signOns: readonly SignOnLine[]
}

/** One contact: values with where they come from and what they were, roles, identities, sign-ons. */
export const ContactPage: FC<{ frame: Frame; facts: ContactFacts }> = ({ frame, facts }) => {
  const { contact, grants, identities, signOns } = facts
  const { user } = contact
  const name = <Cell value={contact.values.get('Name') ?? null} />
  return (
    <Page frame={frame} title={cellText(contact.values.get('Name') ?? null)} wide={true} extra={planStyle}>
      <Heading
        title={name}
        lead={
          user ? (
            <>
              <Text text={user.login} /> <span class="badge">{say(`user-type.${user.type}`)}</span>{' '}
              {user.status === 'active' ? null : <span class="badge warn">{say(`status.${user.status}`)}</span>}
            </>
          ) : (
            say('contact.no-user')
          )
        }
      />
      <div class="stack">
        <section class="card" aria-labelledby="values">
          <h2 id="values">{say('contact.values')}</h2>
          <Values person={facts} />
        </section>
        <section class="card" aria-labelledby="roles">
          <h2 id="roles">{say('contact.roles')}</h2>
          <Roles grants={grants} />
        </section>
        <section class="card" aria-labelledby="history">
          <h2 id="history">{say('contact.history')}</h2>
          <History facts={facts} />
        </section>
        <section class="card" aria-labelledby="identities">
          <h2 id="identities">{say('contact.identities')}</h2>
          <Identities identities={identities} />
        </section>
        <section class="card" aria-labelledby="sign-ons">
          <h2 id="sign-ons">{say('me.sign-ons')}</h2>
          {signOns.length === 0 ? (
            <p class="none">{say('sign-ons.none')}</p>
          ) : (
            <SignOnList lines={signOns} ofOne={true} />
          )}
        </section>
      </div>
    </Page>
  )
}

const History: FC<{ facts: ContactFacts }> = ({ facts: { history, columns, historyNames } }) => {
  if (history.length === 0) return <p class="none">{say('contact.no-history')}</p>
  const byColumn = [...columns.values()].flatMap((column) => {
    const entries = history.filter((one) => one.column === column.name)
    return entries.length === 0 ? [] : [{ column, entries }]
  })
  return (
    <dl class="rows">
      {byColumn.map(({ column, entries }) => (
        <div>
          <dt>{column.caption}</dt>
          <dd>
            <ul class="values">
              {entries.map((one) => (
                <li>
                  {one.before === null ? null : (
                    <>
                      <del>
                        <Cell value={one.before} />
                      </del>
                      <span class="arrow" aria-label={say('value.becomes')} role="img">
                        →
                      </span>
                    </>
                  )}
                  <ins>
                    <Cell value={one.after} />
                  </ins>{' '}
                  <span class="soft small">
                    <Where origin={one.origin} names={historyNames} />
                  </span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const Identities: FC<{ identities: readonly IdentityRow[] }> = ({ identities }) => {
  if (identities.length === 0) return <p class="none">{say('contact.no-identities')}</p>
  return (
    <dl class="rows">
      {identities.map((one) => (
        <div>
          <dt>
            <Text text={one.provider} />
          </dt>
          <dd>
            <code>
              <Text text={one.subject} />
            </code>
          </dd>
          <dd>
            {one.format === '' ? null : <AttributeName name={one.format} short={true} />} <When at={one.createdAt} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
