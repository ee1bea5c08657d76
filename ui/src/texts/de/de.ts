import type { Texts } from '../dictionary.ts'
import type { en } from '../en/en.ts'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { columns } from './columns.ts'
import { contacts } from './contacts.ts'
import { converters } from './converters.ts'
import { inspector } from './inspector.ts'
import { lookups } from './lookups.ts'
import { plan } from './plan.ts'
import { providerSettings } from './provider-settings.ts'
import { providerWizard } from './provider-wizard.ts'
import { providers } from './providers.ts'
import { replays } from './replays.ts'
import { revisions } from './revisions.ts'
import { roleRules } from './role-rules.ts'
import { roles } from './roles.ts'
import { rules } from './rules.ts'
import { settings } from './settings.ts'
import { settingsAccess } from './settings-access.ts'
import { settingsLines } from './settings-lines.ts'
import { signOns } from './sign-ons.ts'
import { tokens } from './tokens.ts'
import { users } from './users.ts'

/** Every German text of the admin UI. Glossary: see docs/languages.md. */
export const de: Texts<typeof en> = {
  ...accounts,
  ...audit,
  ...columns,
  ...contacts,
  ...converters,
  ...inspector,
  ...lookups,
  ...plan,
  ...providerSettings,
  ...providerWizard,
  ...providers,
  ...replays,
  ...revisions,
  ...roleRules,
  ...roles,
  ...rules,
  ...settings,
  ...settingsAccess,
  ...settingsLines,
  ...signOns,
  ...tokens,
  ...users,
}
