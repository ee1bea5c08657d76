import { type ComponentType, lazy } from 'react'
import type { IconName } from '../parts/icon.tsx'
import type { Scope } from '../session.tsx'
import { loadPageTexts } from '../text.tsx'
import type { TextKey } from '../texts/dictionary.ts'
import { loadWords } from '../words.tsx'

/** One page: where it is, who sees it, and how it is loaded. */
export interface PageDefinition {
  /** Below `/admin`, parameters as `:name`. */
  readonly path: string
  /** What its API asks for; null: it is everybody's own. */
  readonly scope: Scope | null
  readonly component: ComponentType<{ params: Readonly<Record<string, string>> }>
}

/** A page that the menu leads to. */
export interface MenuEntry {
  readonly path: string
  readonly title: TextKey
  readonly icon: IconName
  readonly scope: Scope
  /** Other words by which it is found. */
  readonly alias?: TextKey
}

/** The menu: seven groups. */
export const menu: readonly { readonly title: TextKey | null; readonly entries: readonly MenuEntry[] }[] = [
  { title: null, entries: [{ path: '/', title: 'nav.overview', icon: 'overview', scope: 'directory:read' }] },
  { title: null, entries: [{ path: '/worklist', title: 'nav.worklist', icon: 'worklist', scope: 'directory:read' }] },
  {
    title: 'nav.people',
    entries: [
      { path: '/contacts', title: 'nav.contacts', icon: 'contacts', scope: 'directory:read' },
      { path: '/users', title: 'nav.users', icon: 'users', scope: 'directory:read' },
      { path: '/accounts', title: 'nav.accounts', icon: 'accounts', scope: 'directory:read' },
    ],
  },
  {
    title: 'nav.access',
    entries: [
      { path: '/roles', title: 'nav.roles', icon: 'roles', scope: 'directory:read' },
      { path: '/role-rules', title: 'nav.role-rules', icon: 'role-rules', scope: 'rules:read' },
    ],
  },
  {
    title: 'nav.connections',
    entries: [
      { path: '/providers', title: 'nav.providers', icon: 'providers', scope: 'trust:read' },
      {
        path: '/converters',
        title: 'nav.converters',
        icon: 'converters',
        scope: 'rules:read',
        alias: 'converters.alias',
      },
      { path: '/inspector', title: 'nav.inspector', icon: 'inspector', scope: 'trust:read' },
    ],
  },
  {
    title: 'nav.activity',
    entries: [
      { path: '/sign-ons', title: 'nav.sign-ons', icon: 'sign-ons', scope: 'directory:read' },
      { path: '/revisions', title: 'nav.revisions', icon: 'revisions', scope: 'rules:read' },
      { path: '/audit', title: 'nav.audit', icon: 'audit', scope: 'admin' },
    ],
  },
  {
    title: 'nav.data',
    entries: [
      { path: '/lookups', title: 'nav.lookups', icon: 'lookups', scope: 'directory:read' },
      { path: '/columns', title: 'nav.columns', icon: 'columns', scope: 'directory:read' },
      { path: '/settings', title: 'nav.settings', icon: 'settings', scope: 'trust:read' },
    ],
  },
]

const page = (path: string, scope: Scope | null, load: () => Promise<PageDefinition['component']>): PageDefinition => ({
  path,
  scope,
  component: lazy(async () => {
    // The overview has its texts already, and says nothing of plans and codes: it waits for nothing else.
    const [component] = await Promise.all([load(), ...(path === '/' ? [] : [loadWords(), loadPageTexts()])])
    return { default: component }
  }),
})

/** Every page by its address: each loaded when it is opened first. */
export const pages: readonly PageDefinition[] = [
  page('/', 'directory:read', async () => (await import('./overview/overview-page.tsx')).OverviewPage),
  page('/worklist', 'directory:read', async () => (await import('./worklist/worklist-page.tsx')).WorklistPage),
  page('/worklist/:id', 'directory:read', async () => (await import('./worklist/work-page.tsx')).WorkPage),
  page('/sign-ons', 'directory:read', async () => (await import('./sign-ons/sign-ons-page.tsx')).SignOnsPage),
  page('/sign-ons/:id', 'directory:read', async () => (await import('./sign-ons/sign-on-page.tsx')).SignOnPage),
  page('/revisions', 'rules:read', async () => (await import('./revisions/revisions-page.tsx')).RevisionsPage),
  page('/revisions/:number', 'rules:read', async () => (await import('./revisions/revision-page.tsx')).RevisionPage),
  page('/audit', 'admin', async () => (await import('./audit/audit-page.tsx')).AuditPage),
  page('/inspector', 'trust:read', async () => (await import('./inspector/inspector-page.tsx')).InspectorPage),
  page('/contacts', 'directory:read', async () => (await import('./contacts/contacts-page.tsx')).ContactsPage),
  page('/contacts/import', 'directory:write', async () => (await import('./contacts/import-page.tsx')).ImportPage),
  page('/contacts/:id', 'directory:read', async () => (await import('./contacts/contact-page.tsx')).ContactPage),
  page('/users', 'directory:read', async () => (await import('./users/users-page.tsx')).UsersPage),
  page('/users/:id', 'directory:read', async () => (await import('./contacts/contact-page.tsx')).UserRedirect),
  page('/accounts', 'directory:read', async () => (await import('./lookups/lookup-page.tsx')).AccountsPage),
  page('/lookups', 'directory:read', async () => (await import('./lookups/lookups-page.tsx')).LookupsPage),
  page('/lookups/:name', 'directory:read', async () => (await import('./lookups/lookup-page.tsx')).LookupPage),
  page('/columns', 'directory:read', async () => (await import('./columns/columns-page.tsx')).ColumnsPage),
  page('/roles', 'directory:read', async () => (await import('./roles/roles-page.tsx')).RolesPage),
  page('/roles/:id', 'directory:read', async () => (await import('./roles/role-page.tsx')).RolePage),
  page('/providers', 'trust:read', async () => (await import('./providers/providers-page.tsx')).ProvidersPage),
  page('/providers/new', 'trust:write', async () => (await import('./providers/wizard-page.tsx')).WizardPage),
  page('/providers/new/:step', 'trust:write', async () => (await import('./providers/wizard-page.tsx')).WizardPage),
  page('/providers/:slug/test/:id', 'trust:read', async () => (await import('./providers/test-page.tsx')).TestPage),
  page('/providers/:slug', 'trust:read', async () => (await import('./providers/provider-page.tsx')).ProviderPage),
  page('/providers/:slug/:tab', 'trust:read', async () => (await import('./providers/provider-page.tsx')).ProviderPage),
  page('/converters', 'rules:read', async () => (await import('./converters/converters-page.tsx')).ConvertersPage),
  page('/role-rules', 'rules:read', async () => (await import('./role-rules/role-rules-page.tsx')).RoleRulesPage),
  page('/replays', 'rules:read', async () => (await import('./replays/replays-page.tsx')).ReplaysPage),
  page('/replays/:id', 'rules:read', async () => (await import('./replays/replay-page.tsx')).ReplayPage),
  page('/settings', null, async () => (await import('./settings/settings-page.tsx')).SettingsStart),
  page('/settings/general', 'admin', async () => (await import('./settings/general-page.tsx')).GeneralPage),
  page('/settings/keeping', 'admin', async () => (await import('./settings/keeping-page.tsx')).KeepingPage),
  page('/settings/sessions', 'admin', async () => (await import('./settings/sessions-page.tsx')).SessionsPage),
  page(
    '/settings/administrators',
    'admin',
    async () => (await import('./settings/administrators-page.tsx')).AdministratorsPage,
  ),
  page('/settings/tokens', 'admin', async () => (await import('./settings/tokens-page.tsx')).TokensPage),
  page('/settings/security', 'admin', async () => (await import('./settings/security-page.tsx')).SecurityPage),
  page('/settings/me', null, async () => (await import('./settings/me-page.tsx')).MePage),
  page(
    '/settings/notifications',
    'admin',
    async () => (await import('./settings/notifications-page.tsx')).NotificationsPage,
  ),
  page(
    '/settings/notifications/mail',
    'admin',
    async () => (await import('./settings/mail-sent-page.tsx')).MailSentPage,
  ),
  page('/settings/notifications/:id', 'admin', async () => (await import('./settings/webhook-page.tsx')).WebhookPage),
  page('/settings/keys', 'trust:read', async () => (await import('./settings/keys-page.tsx')).KeysPage),
  page('/settings/domains', 'trust:read', async () => (await import('./settings/domains-page.tsx')).DomainsPage),
  page(
    '/settings/configuration',
    'admin',
    async () => (await import('./settings/configuration-page.tsx')).ConfigurationPage,
  ),
  page('/settings/backup', 'admin', async () => (await import('./settings/backup-page.tsx')).BackupPage),
]
