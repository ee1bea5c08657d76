import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { ContactRecord } from '../../store/contacts.ts'
import { Empty, type Frame, Heading, Page } from './layout.tsx'
import { Cell } from './origin.tsx'
import { Say, Text, When } from './value.tsx'

/** Contacts by name, with search. */
export const ContactsPage: FC<{
  frame: Frame
  contacts: readonly ContactRecord[]
  search: string
  next: string | null
  first: boolean
}> = ({ frame, contacts, search, next, first }) => {
  const query = search === '' ? '' : `search=${encodeURIComponent(search)}&`
  return (
    <Page frame={frame} title={say('contacts.title')} wide={true}>
      <Heading title={say('contacts.title')} />
      <form method="get" action="/admin/contacts" class="fields card">
        <div class="grow">
          <label for="search">{say('contacts.search')}</label>
          <input type="search" id="search" name="search" value={search} autocomplete="off" />
        </div>
        <button class="button" type="submit">
          {say('list.search')}
        </button>
      </form>
      {contacts.length > 0 ? (
        <div class="card">
          <ContactList contacts={contacts} />
        </div>
      ) : search === '' ? (
        <Empty title={say('contacts.none')} text={say('contacts.none-do')}>
          <a class="button" href="/admin/providers">
            {say('nav.providers')}
          </a>
        </Empty>
      ) : (
        <div class="card empty">
          <p role="status">
            <Say k="contacts.none-found" v={{ search }} />
          </p>
        </div>
      )}
      <nav class="pages" aria-label={say('list.pages')}>
        {first ? null : <a href={`/admin/contacts?${query}`}>{say('list.first')}</a>}
        {next === null ? null : (
          <a href={`/admin/contacts?${query}cursor=${encodeURIComponent(next)}`}>{say('list.next')}</a>
        )}
      </nav>
    </Page>
  )
}

const ContactList: FC<{ contacts: readonly ContactRecord[] }> = ({ contacts }) => (
  <table class="list fold">
    <thead>
      <tr>
        <th scope="col">{say('contacts.name')}</th>
        <th scope="col">{say('contacts.email')}</th>
        <th scope="col">{say('contacts.login')}</th>
        <th scope="col">{say('contacts.updated')}</th>
      </tr>
    </thead>
    <tbody>
      {contacts.map((one) => (
        <tr>
          <td>
            <a href={`/admin/contacts/${one.id}`}>
              <Cell value={one.values.get('Name') ?? null} />
            </a>
          </td>
          <td>
            <Cell value={one.values.get('Email') ?? null} />
          </td>
          <td>
            {one.user ? <Text text={one.user.login} /> : null}{' '}
            {one.user && one.user.status !== 'active' ? (
              <span class="badge warn">{say(`status.${one.user.status}`)}</span>
            ) : null}
          </td>
          <td>
            <LastChange contact={one} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const LastChange: FC<{ contact: ContactRecord }> = ({ contact }) => {
  const last = [...contact.origins.values()]
    .map((one) => one.at)
    .toSorted()
    .at(-1)
  return last === undefined ? null : <When at={last} />
}
