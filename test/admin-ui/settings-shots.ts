import type { Page } from 'playwright-core'
import type { Scope } from '../../src/api/contract.ts'
import { saveMail } from '../../src/api/edit/mail.ts'
import { makeToken } from '../../src/api/edit/tokens.ts'
import { makeWebhook } from '../../src/api/edit/webhooks.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { revokeToken } from '../../src/store/tokens.ts'
import type { World } from '../sign-on/world.ts'
import type { Shot } from './shots.ts'

const file = `roles:
  - name: Approvers
    kind: functional
`

/** The settings in their states, with somebody, something and a program to speak of. */
export async function settingsShots(world: World): Promise<readonly Shot[]> {
  const { app } = world
  await createLocalAdministrator(app, 'rescue')
  const token = (name: string, scopes: readonly Scope[], expiresAt: string | null = null) =>
    makeToken(app, { kind: 'system' }, { name, scopes, expiresAt })
  await token('Deployment', ['admin'])
  const days = (count: number) => new Date(app.now().getTime() + count * 86_400_000)
  await token('Directory of the intranet, read every night', ['directory:read', 'rules:read'], days(10).toISOString())
  const { record } = await token('Old import', ['directory:write'], days(300).toISOString())
  await revokeToken(app.db, record.id, app.now())
  const events = ['work.new', 'key.waiting', 'certificate.expiring'] as const
  const { webhook } = await makeWebhook(app, { url: 'https://hooks.brightharbour.example/jitup', events: [...events] })
  await saveMail(app, {
    host: 'smtp.brightharbour.example',
    user: 'jitup',
    password: 'a password that nobody sees',
    from: 'jitup@brightharbour.example',
    recipients: [{ address: 'operations@brightharbour.example', events: [...events] }],
  })
  const page = (name: string): Shot => ({ name: `settings-${name}`, path: `/settings/${name}` })
  const click = (name: string) => (at: Page) => at.getByRole('button', { name, exact: true }).first().click()
  return [
    ...['general', 'keeping', 'sessions', 'administrators', 'tokens', 'security', 'me', 'notifications'].map(page),
    ...['keys', 'domains', 'configuration', 'backup'].map(page),
    {
      name: 'settings-keeping-changed',
      path: '/settings/keeping',
      act: async (at) => {
        await at.getByRole('textbox', { name: 'Values that arrived' }).fill('30')
        await at.getByText('Values that are older are dropped').waitFor()
      },
    },
    { name: 'settings-webhook', path: `/settings/notifications/${webhook.id}` },
    { name: 'settings-webhook-gone', path: '/settings/notifications/00000000-0000-7000-8000-000000000000' },
    { name: 'settings-webhook-new', path: '/settings/notifications', act: click('New webhook') },
    { name: 'settings-mail-sent', path: '/settings/notifications/mail' },
    {
      name: 'settings-import',
      path: '/settings/configuration',
      act: async (at) => {
        await at.getByLabel('Or paste it').fill(file)
        await at.getByRole('button', { name: 'Show what would change' }).click()
        await at.getByText('would change.').waitFor()
      },
    },
    {
      name: 'settings-import-wrong',
      path: '/settings/configuration',
      act: async (at) => {
        await at.getByLabel('Or paste it').fill('roles: [{ nam: Approvers }]')
        await at.getByRole('button', { name: 'Show what would change' }).click()
        await at.getByRole('alert').waitFor()
      },
    },
  ]
}
