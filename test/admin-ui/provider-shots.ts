import type { Page } from 'playwright-core'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { Browser, respond, type World } from '../sign-on/world.ts'
import { john } from '../ui/people.ts'
import type { Shot } from './shots.ts'

/** What somebody sends of whom nobody has heard yet, some of it not mapped. */
export const nia = {
  ...john,
  'First Name': ['Nia'],
  'Last Name': ['Okafor'],
  Email: ['nia.okafor@brightharbour.example'],
  mobile: ['+44 7700 900143'],
  title: ['Head of research'],
  memberOf: ['Sales team', 'CN=VPN,OU=Groups,DC=example'],
}

/** What an identity provider sends that was set up with names of its own: the mapping reads none of them. */
const unread = {
  givenName: ['Nia'],
  sn: ['Okafor'],
  mail: ['nia.okafor@brightharbour.example'],
  companyName: ['Bright Harbour Ltd'],
  'http://schemas.example/claims/costcentre': ['4711'],
  mobile: ['+44 7700 900143'],
  title: ['Head of research'],
  memberOf: ['Sales team', 'CN=VPN,OU=Groups,DC=example'],
}

/** A test sign-in as the admin UI starts one. @returns the id of the attempt */
export async function testSignIn(world: World, more: Parameters<typeof respond>[2] = {}): Promise<string> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const browser = new Browser(world)
  const requestId = await browser.start({ mode: 'test', returnTo: '/admin/providers/acme/test' })
  const xml = respond(world, requestId, { nameId: { value: 'nia' }, attributes: nia, ...more })
  const answer = await browser.post(xml)
  const location = answer instanceof Response ? answer.headers.get('location') : 'testPage' in answer && answer.testPage
  return String(location).split('/').at(-1) ?? ''
}

/** Goes through the wizard as far as wanted, with metadata pasted. */
export async function throughWizard(page: Page, until: 'ours' | 'theirs' | 'facts' | 'people' | 'test'): Promise<void> {
  await page.getByRole('radio', { name: /OneLogin/ }).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('heading', { name: 'Create the application' }).waitFor()
  if (until === 'ours') return
  await page.getByRole('button', { name: 'I have created it there' }).click()
  await page.getByText('Paste', { exact: true }).click()
  if (until === 'theirs') {
    await page.getByRole('textbox', { name: 'Metadata' }).fill('<EntityDescriptor/>')
    await page.getByRole('button', { name: 'Read it' }).click()
    await page.getByRole('alert').waitFor()
    return
  }
  const idp = createIdentityProvider({ entityId: 'https://brightharbour.onelogin.example/saml/metadata/41' })
  await page.getByRole('textbox', { name: 'Metadata' }).fill(idp.metadata())
  await page.getByRole('button', { name: 'Read it' }).click()
  await page.getByRole('button', { name: 'Yes, this is it' }).waitFor()
  if (until === 'facts') return
  await page.getByRole('button', { name: 'Yes, this is it' }).click()
  await page.getByRole('button', { name: 'Save it, switched off' }).waitFor()
  if (until === 'people') return
  await page.getByRole('button', { name: 'Save it, switched off' }).click()
  await page.getByRole('link', { name: 'Test sign-in now' }).waitFor()
}

/** The pages of identity providers in their states. */
export async function providerShots(world: World): Promise<readonly Shot[]> {
  const good = await testSignIn(world)
  const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  const fresh = await testSignIn(world, {
    nameId: { value: '58af8aec8971fb46d8e3d09980cdfd58829a7b6f', format: persistent },
    attributes: unread,
  })
  const refused = await testSignIn(world, { audience: 'https://elsewhere.example' })
  const tab = (name: string): Shot => ({ name: `provider-${name}`, path: `/providers/acme/${name}` })
  const wizard = (until: Parameters<typeof throughWizard>[1]): Shot => ({
    name: `provider-wizard-${until}`,
    path: '/providers/new',
    act: (page) => throughWizard(page, until),
  })
  return [
    { name: 'provider-list', path: '/providers' },
    { name: 'provider-wizard-product', path: '/providers/new' },
    wizard('ours'),
    wizard('theirs'),
    wizard('facts'),
    wizard('people'),
    { name: 'provider-result', path: `/providers/acme/test/${good}` },
    {
      name: 'provider-result-row',
      path: `/providers/acme/test/${good}`,
      act: async (page) => {
        await page.getByRole('button', { name: 'Use it title' }).click()
        await page.getByRole('heading', { name: 'New rows' }).waitFor()
      },
    },
    { name: 'provider-result-unused', path: `/providers/acme/test/${fresh}` },
    {
      name: 'provider-result-used',
      path: `/providers/acme/test/${fresh}`,
      act: async (page) => {
        await page
          .getByRole('button', { name: /^Use \d of them/ })
          .first()
          .click()
        await page.getByRole('heading', { name: 'New rows' }).waitFor()
      },
    },
    { name: 'provider-result-refused', path: `/providers/acme/test/${refused}` },
    { name: 'provider-overview', path: '/providers/acme' },
    ...['certificates', 'people', 'domains', 'setup', 'sign-ins', 'troubleshooting', 'removal'].map(tab),
    { name: 'provider-gone', path: '/providers/nothing' },
  ]
}
