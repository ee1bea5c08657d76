import sql from 'sql-template-tag'
import type { World } from '../sign-on/world.ts'

/** A page of the admin UI in a state worth a look: looked at in light, dark and narrow, and by axe-core. */
export interface Shot {
  readonly name: string
  readonly path: string
  /** What is done on the page before the picture is taken. */
  readonly act?: (page: import('playwright-core').Page) => Promise<void>
}

/** Every page of the admin UI. Each page folder adds its states here. */
export async function shotsOf({ app }: World): Promise<readonly Shot[]> {
  const [person] = await app.db.query<{ id: string }>(sql`select contact_id as id from users where login = 'john'`)
  return [
    { name: 'overview', path: '/' },
    { name: 'tokens-none', path: '/settings/tokens' },
    {
      name: 'tokens-new',
      path: '/settings/tokens',
      act: (page) => page.getByRole('button', { name: 'New token' }).first().click(),
    },
    { name: 'not-found', path: '/nowhere' },
    { name: 'contact', path: `/contacts/${person?.id}` },
  ]
}
