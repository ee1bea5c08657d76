import type { FC } from 'hono/jsx'
import { captionOf, roleNameOf } from '../../messages/caption.ts'
import { say } from '../../messages.ts'
import type { Columns } from '../../store/columns.ts'
import type { ContactRecord } from '../../store/contacts.ts'
import type { GrantRow } from '../../store/grants.ts'
import type { OriginNames } from '../../store/origins.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { Cell, GivenBy, Where } from './origin.tsx'
import { Say, Text, When } from './value.tsx'

/** A sign-on as a person's own list shows it. */
export interface OwnSignOn {
  readonly id: string
  readonly at: Date
  readonly provider: string | null
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'refused'
}

export interface PersonFacts {
  readonly contact: ContactRecord
  readonly columns: Columns
  readonly grants: readonly GrantRow[]
  readonly names: OriginNames
}

/** What is known about the person who is signed in, and where each value comes from. */
export const MePage: FC<{ frame: Frame; person: PersonFacts; signOns: readonly OwnSignOn[]; current: string }> = ({
  frame,
  person,
  signOns,
  current,
}) => (
  <Page frame={frame} title={say('me.title')}>
    <Heading title={say('me.title')} lead={<Say k="me.signed-in" v={{ login: frame.login ?? '' }} />}>
      {frame.administrator ? (
        <a class="button quiet low" href="/admin">
          {say('me.admin')}
        </a>
      ) : null}
    </Heading>
    <section class="card" aria-labelledby="values">
      <h2 id="values">{say('me.values')}</h2>
      <p class="soft small">{say('me.values-lead')}</p>
      <Values person={person} />
    </section>
    <section class="card" aria-labelledby="roles">
      <h2 id="roles">{say('me.roles')}</h2>
      <Roles grants={person.grants} />
    </section>
    <section class="card" aria-labelledby="sign-ons">
      <h2 id="sign-ons">{say('me.sign-ons')}</h2>
      <ul class="rows">
        {signOns.map((one) => (
          <li>
            <span>
              <span class={`badge ${one.outcome}`}>{say(`me.outcome-${one.outcome}`)}</span>
            </span>
            <span>
              <When at={one.at} /> <Text text={one.provider ?? ''} />{' '}
              {one.id === current ? <span class="soft small">({say('me.this-one')})</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
    {frame.demo ? (
      <aside class="card" aria-labelledby="next">
        <h2 id="next">{say('me.demo-next')}</h2>
        <p>
          {say('me.demo-next-text')} <a href="/demo-idp">{say('sign-in.demo-link')}</a>
        </p>
      </aside>
    ) : null}
  </Page>
)

/** The values of a contact that has any, each with its origin. */
export const Values: FC<{ person: PersonFacts }> = ({ person: { contact, columns, names } }) => {
  const filled = [...columns.values()].filter((one) => (contact.values.get(one.name) ?? null) !== null)
  if (filled.length === 0) return <p class="none">{say('me.no-values')}</p>
  return (
    <dl class="rows">
      {filled.map((column) => (
        <div>
          <dt>{captionOf(column)}</dt>
          <dd>
            <Cell value={contact.values.get(column.name) ?? null} />
          </dd>
          <dd>
            <Where origin={contact.origins.get(column.name) ?? null} names={names} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The roles of a user, each with every reason for it. */
export const Roles: FC<{ grants: readonly GrantRow[] }> = ({ grants }) => {
  if (grants.length === 0) return <p class="none">{say('me.no-roles')}</p>
  const roles = [...new Set(grants.map((one) => one.roleId))]
  return (
    <ul class="rows">
      {roles.map((roleId) => {
        const reasons = grants.filter((one) => one.roleId === roleId)
        return (
          <li>
            <strong>
              <Text text={roleNameOf(reasons[0]?.role ?? '')} />
            </strong>
            <span class="soft small">
              {reasons.map((grant, index) => (
                <>
                  {index > 0 ? ' · ' : ''}
                  <GivenBy grant={grant} />
                </>
              ))}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
