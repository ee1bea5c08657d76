import type { Scope } from '../../session.tsx'
import type { TextKey } from '../../texts/dictionary.ts'

/** A page of the settings. */
export interface Section {
  readonly path: string
  readonly title: TextKey
  /** What its API asks for; null: it is everybody's own. */
  readonly scope: Scope | null
}

/** All of them, in the order of the menu: what people see, who may what, what leads in and out, what is carried elsewhere. */
export const sections: readonly { readonly title: TextKey; readonly entries: readonly Section[] }[] = [
  {
    title: 'settings.group-here',
    entries: [
      { path: '/settings/general', title: 'settings.general', scope: 'admin' },
      { path: '/settings/keeping', title: 'settings.keeping', scope: 'admin' },
      { path: '/settings/sessions', title: 'settings.sessions', scope: 'admin' },
    ],
  },
  {
    title: 'settings.group-access',
    entries: [
      { path: '/settings/administrators', title: 'settings.administrators', scope: 'admin' },
      { path: '/settings/tokens', title: 'tokens.title', scope: 'admin' },
      { path: '/settings/security', title: 'settings.security', scope: 'admin' },
      { path: '/settings/me', title: 'settings.me', scope: null },
    ],
  },
  {
    title: 'settings.group-lines',
    entries: [
      { path: '/settings/notifications', title: 'settings.notifications', scope: 'admin' },
      { path: '/settings/keys', title: 'settings.keys', scope: 'trust:read' },
      { path: '/settings/domains', title: 'settings.domains', scope: 'trust:read' },
    ],
  },
  {
    title: 'settings.group-files',
    entries: [
      { path: '/settings/configuration', title: 'settings.configuration', scope: 'admin' },
      { path: '/settings/backup', title: 'settings.backup', scope: 'admin' },
    ],
  },
]
