import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { columns } from './columns.ts'
import { contacts } from './contacts.ts'
import { converters } from './converters.ts'
import { inspector } from './inspector.ts'
import { lookups } from './lookups.ts'
import { overview } from './overview.ts'
import { parts } from './parts.ts'
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
import { shell } from './shell.ts'
import { signOns } from './sign-ons.ts'
import { tokens } from './tokens.ts'
import { users } from './users.ts'
import { worklist } from './worklist.ts'

/** Every English text of the admin UI: one file for each page folder, joined. */
export const en = {
  ...accounts,
  ...audit,
  ...columns,
  ...contacts,
  ...converters,
  ...inspector,
  ...lookups,
  ...overview,
  ...parts,
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
  ...shell,
  ...signOns,
  ...tokens,
  ...users,
  ...worklist,
} as const
