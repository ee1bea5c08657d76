import type { Shape } from '../../api.ts'
import { FailedPage } from '../../parts/failed-page.tsx'
import { Page } from '../../parts/page.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { ContactActions } from './contact-actions.tsx'
import { Identities } from './identities.tsx'
import { PersonSignOns } from './person-sign-ons.tsx'
import { PersonRoles } from './roles.tsx'
import { Sessions } from './sessions.tsx'
import { Values } from './values.tsx'
import './contacts.css'

export type Contact = Shape<'contact'>

/** One person: what is kept about them and where each value comes from, their roles and why, and how they sign in. */
export function ContactPage({ params: { id = '' } }: { params: Readonly<Record<string, string>> }) {
  const contact = useGet<Contact>(`/contacts/${id}`)
  if (contact.isError) return <FailedPage error={contact.error} again={() => contact.refetch()} />
  if (!contact.data) return <Loading lines={8} />
  const { data } = contact
  const name = data.columns.Name
  return (
    <Page
      title={typeof name === 'string' ? name : (data.user?.login ?? t('contacts.nameless'))}
      lead={<Standing contact={data} />}
      actions={<ContactActions contact={data} />}
    >
      <div className="person">
        <Values contact={data} />
        <div className="stack">
          {data.user ? <PersonRoles userId={data.user.id} /> : null}
          <PersonSignOns contactId={data.id} />
          {data.user ? <Identities userId={data.user.id} /> : null}
          {data.user ? <Sessions userId={data.user.id} /> : null}
        </div>
      </div>
    </Page>
  )
}

/** May this person sign in, as whom, and when did they last? */
function Standing({ contact: { user, lastSeenAt } }: { contact: Contact }) {
  if (!user) return <span>{t('contacts.only-contact')}</span>
  return (
    <span className="row">
      <span>
        {t('contacts.signs-in-as')} <Text text={user.login} />
      </span>
      <span className="badge quiet">{t(`users.type-${user.type}`)}</span>
      <span className={`badge ${user.status === 'active' ? 'good' : 'warn'}`}>{t(`users.status-${user.status}`)}</span>
      <span>
        {t('contacts.seen')} <When at={lastSeenAt} only="relative" />
      </span>
    </span>
  )
}

/** `/users/:id`: a user is a person, and the person's page has everything. */
export function UserRedirect({ params: { id = '' } }: { params: Readonly<Record<string, string>> }) {
  const user = useGet<Shape<'user'>>(`/users/${encodeURIComponent(id)}`)
  if (user.isError) return <FailedPage error={user.error} />
  if (!user.data) return <Loading />
  return <ContactPage params={{ id: user.data.contact.id }} />
}
