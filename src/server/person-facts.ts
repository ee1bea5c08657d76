import type { App } from '../sign-on/app.ts'
import { type ContactRecord, contactById } from '../store/contacts.ts'
import { grantsOf } from '../store/grants.ts'
import { originNames } from '../store/origins.ts'
import type { PersonFacts } from './pages/me-page.tsx'

/** Everything that a page shows about one contact as it is; null when there is no such contact. */
export async function personFacts(app: App, contactId: string): Promise<PersonFacts | null> {
  const { columns } = await app.rules.current()
  const contact: ContactRecord | null = await contactById(app.db, columns, contactId)
  if (!contact) return null
  const [grants, names] = await Promise.all([
    contact.user ? grantsOf(app.db, contact.user.id) : [],
    originNames(app.db, contact.origins.values()),
  ])
  return { contact, columns, grants, names }
}
