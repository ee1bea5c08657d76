import type { ReactNode } from 'react'
import type { Shape } from '../api.ts'
import { t } from '../text.tsx'
import { roleName } from '../words.tsx'
import { useCaptions } from './plan-words.tsx'
import { Failure, Loading } from './states.tsx'
import { Cell } from './value.tsx'

/** What a merge would do, once the server has told; until then that it is asked, or why it cannot be told. */
export function Foretold<Answer>({
  answer,
  error,
  children,
}: {
  answer: Answer | undefined
  error: unknown
  children: (answer: Answer) => ReactNode
}) {
  if (error) return <Failure error={error} />
  return answer === undefined ? <Loading lines={2} /> : <div className="note">{children(answer)}</div>
}

/** What a contact takes from another one that is merged into it, what is given up, and what becomes of roles and user. */
export function ContactsForetold({
  answer,
  error,
  heading,
}: {
  answer: Shape<'contactMerged'> | undefined
  error: unknown
  /** One below the heading that it stands under. */
  heading: 'h3' | 'h4'
}) {
  return (
    <Foretold answer={answer} error={error}>
      {({ taken, givenUp, rolesMoved, user }) => (
        <>
          <Values title={t('worklist.merge-taken')} values={taken} heading={heading} />
          <Values title={t('worklist.merge-given-up')} values={givenUp} heading={heading} />
          {rolesMoved.length > 0 ? (
            <p>{t('contacts.merge-roles', { roles: rolesMoved.map((one) => roleName(one.role.name)).join(', ') })}</p>
          ) : null}
          {user.loginGone === null ? null : <p>{t('worklist.merge-login', { login: user.loginGone })}</p>}
          <p>{t('worklist.merge-final')}</p>
        </>
      )}
    </Foretold>
  )
}

function Values({
  title,
  values,
  heading: Heading,
}: {
  title: string
  values: Shape<'contactMerged'>['taken']
  heading: 'h3' | 'h4'
}) {
  const captionOf = useCaptions()
  if (values.length === 0) return null
  return (
    <>
      <Heading className={Heading === 'h4' ? 'small' : undefined}>{title}</Heading>
      <ul className="plain">
        {values.map((one) => (
          <li key={one.column}>
            {captionOf(one.column)}: <Cell value={one.value} />
          </li>
        ))}
      </ul>
    </>
  )
}
