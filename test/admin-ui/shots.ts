import sql from 'sql-template-tag'
import { toFormField } from '../../src/testing/index.ts'
import { respond, type World } from '../sign-on/world.ts'
import { john } from '../ui/people.ts'
import { providerShots } from './provider-shots.ts'
import { ruleShots } from './rule-shots.ts'
import { settingsShots } from './settings-shots.ts'

/** A page of the admin UI in a state worth a look: looked at in light, dark and narrow, and by axe-core. */
export interface Shot {
  readonly name: string
  readonly path: string
  /** What is done on the page before the picture is taken. */
  readonly act?: (page: import('playwright-core').Page) => Promise<void>
}

/** Every page of the admin UI. Each page folder adds its states here. */
export async function shotsOf(world: World): Promise<readonly Shot[]> {
  const { app } = world
  const pasted = toFormField(respond(world, '_asked', { nameId: { value: 'john' }, attributes: john }))
  const [person] = await app.db.query<{ id: string }>(sql`select contact_id as id from users where login = 'john'`)
  const signOns = await app.db.query<{ id: string; outcome: string }>(sql`
    select distinct on (outcome) id, outcome from sign_ons order by outcome, at desc`)
  const signOn = (outcome: string) => `/sign-ons/${signOns.find((one) => one.outcome === outcome)?.id}`
  return [
    { name: 'overview', path: '/' },
    { name: 'overview-week', path: '/?range=week&provider=acme' },
    { name: 'worklist', path: '/worklist' },
    { name: 'worklist-none', path: '/worklist?state=dismissed' },
    ...(await providerShots(world)),
    ...ruleShots,
    ...(await settingsShots(world)),
    {
      name: 'tokens-new',
      path: '/settings/tokens',
      act: (page) => page.getByRole('button', { name: 'New token' }).first().click(),
    },
    { name: 'sign-ons', path: '/sign-ons' },
    { name: 'sign-ons-filtered', path: '/sign-ons?outcome=refused&code=expired&from=2026-11-01' },
    { name: 'sign-on-created', path: signOn('created') },
    { name: 'sign-on-updated', path: signOn('updated') },
    { name: 'sign-on-refused', path: signOn('refused') },
    { name: 'sign-on-gone', path: '/sign-ons/00000000-0000-7000-8000-000000000000' },
    {
      name: 'sign-on-undo',
      path: signOn('updated'),
      act: async (page) => {
        await page.getByRole('button', { name: 'Take it back' }).click()
        await page.getByText('What was there before comes back').waitFor()
      },
    },
    { name: 'revisions', path: '/revisions' },
    { name: 'revision', path: '/revisions/2' },
    {
      name: 'revision-restore',
      path: '/revisions/2',
      act: async (page) => {
        await page.getByRole('button', { name: 'Go back to this version' }).click()
        await page.getByText('The rules become again what they were then').waitFor()
      },
    },
    { name: 'audit', path: '/audit' },
    { name: 'audit-trust', path: '/audit?show=trust' },
    { name: 'inspector', path: '/inspector' },
    {
      name: 'inspector-found',
      path: '/inspector',
      act: async (page) => {
        await page.getByLabel('Message').fill(pasted)
        await page.getByRole('button', { name: 'Take it apart' }).click()
        await page.getByText('Checks').waitFor()
      },
    },
    {
      name: 'inspector-garbage',
      path: '/inspector',
      act: async (page) => {
        await page.getByLabel('Message').fill('This is not SAML.')
        await page.getByRole('button', { name: 'Take it apart' }).click()
        await page.getByRole('alert').or(page.getByText('No message that could be read')).first().waitFor()
      },
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
    { name: 'contacts', path: '/contacts' },
    { name: 'contacts-none', path: '/contacts?search=nobody' },
    {
      name: 'contacts-new',
      path: '/contacts',
      act: async (page) => {
        await page.getByRole('button', { name: 'New contact' }).click()
        await page.getByLabel('May sign in').check()
      },
    },
    { name: 'contacts-import', path: '/contacts/import' },
    { name: 'contact', path: `/contacts/${person?.id}` },
    {
      name: 'contact-why',
      path: `/contacts/${person?.id}`,
      act: async (page) => {
        await page.getByRole('button', { name: 'Why Department is so' }).click()
        await page.getByText('Before that').waitFor()
      },
    },
    {
      name: 'contact-edit',
      path: `/contacts/${person?.id}`,
      act: (page) => page.getByRole('button', { name: 'Edit Department' }).click(),
    },
    { name: 'users', path: '/users' },
  ]
}
