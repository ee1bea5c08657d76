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
    { name: 'overview-week', path: '/?range=week&provider=acme' },
    { name: 'worklist', path: '/worklist' },
    { name: 'worklist-none', path: '/worklist?state=dismissed' },
    { name: 'tokens-none', path: '/settings/tokens' },
    {
      name: 'tokens-new',
      path: '/settings/tokens',
      act: (page) => page.getByRole('button', { name: 'New token' }).first().click(),
    },
    { name: 'not-found', path: '/nowhere' },
    { name: 'accounts', path: '/accounts' },
    { name: 'lookups', path: '/lookups' },
    { name: 'lookup', path: '/lookups/Department' },
    { name: 'lookup-none', path: '/lookups/Department?search=nothing' },
    { name: 'lookup-gone', path: '/lookups/Nowhere' },
    {
      name: 'lookup-value',
      path: '/lookups/Department',
      act: (page) => page.getByRole('button', { name: 'Research' }).click(),
    },
    {
      name: 'lookup-merge',
      path: '/lookups/Department',
      act: async (page) => {
        await page.getByLabel('Choose Research').check()
        await page.getByLabel('Choose Sales').check()
        await page.getByRole('button', { name: 'Make them one' }).click()
        await page.getByText('This cannot be undone.').waitFor()
      },
    },
    { name: 'columns', path: '/columns' },
    {
      name: 'columns-new',
      path: '/columns',
      act: async (page) => {
        await page.getByRole('button', { name: 'New column' }).click()
        await page.getByRole('textbox', { name: 'Column' }).fill('Cost centre')
      },
    },
    { name: 'roles', path: '/roles' },
    { name: 'role', path: '/roles/Sales' },
    { name: 'role-administrators', path: '/roles/Administrators' },
    {
      name: 'role-new',
      path: '/roles',
      act: async (page) => {
        await page.getByRole('button', { name: 'New role' }).click()
        await page.getByText('Organisational', { exact: true }).click()
      },
    },
    { name: 'contact', path: `/contacts/${person?.id}` },
  ]
}
