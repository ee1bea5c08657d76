import { audit } from './examples/audit.ts'
import { columns } from './examples/columns.ts'
import { configuration } from './examples/configuration.ts'
import { contacts } from './examples/contacts.ts'
import { converters } from './examples/converters.ts'
import { coverage } from './examples/coverage.ts'
import { explain } from './examples/explain.ts'
import { frame } from './examples/frame.ts'
import { grants } from './examples/grants.ts'
import { imports } from './examples/imports.ts'
import { inspector } from './examples/inspector.ts'
import { lookups } from './examples/lookups.ts'
import { mail } from './examples/mail.ts'
import { overview } from './examples/overview.ts'
import { presets } from './examples/presets.ts'
import { preview } from './examples/preview.ts'
import { providers } from './examples/providers.ts'
import { rehearsals } from './examples/rehearsals.ts'
import { replays } from './examples/replays.ts'
import { revisions } from './examples/revisions.ts'
import { roleRules } from './examples/role-rules.ts'
import { roles } from './examples/roles.ts'
import { rules } from './examples/rules.ts'
import { scenario } from './examples/scenario.ts'
import { security } from './examples/security.ts'
import { session } from './examples/session.ts'
import { sessionProof } from './examples/session-proof.ts'
import { settings } from './examples/settings.ts'
import { signOns } from './examples/sign-ons.ts'
import { testLinks } from './examples/test-links.ts'
import { tokens } from './examples/tokens.ts'
import { trust } from './examples/trust.ts'
import { undo } from './examples/undo.ts'
import { users } from './examples/users.ts'
import { webhooks } from './examples/webhooks.ts'
import { worklist } from './examples/worklist.ts'

/**
 * One example of each shape that is sent or answered, by its name in the contract. They are data beside the shapes, one file by noun
 * like these, and a test holds them to the shapes.
 */
export const examples: Readonly<Record<string, unknown>> = {
  ...webhooks,
  ...mail,
  ...inspector,
  ...audit,
  ...columns,
  ...configuration,
  ...contacts,
  ...converters,
  ...coverage,
  ...explain,
  ...frame,
  ...grants,
  ...imports,
  ...lookups,
  ...overview,
  ...presets,
  ...preview,
  ...providers,
  ...rehearsals,
  ...replays,
  ...revisions,
  ...roleRules,
  ...roles,
  ...rules,
  ...scenario,
  ...sessionProof,
  ...session,
  ...security,
  ...settings,
  ...signOns,
  ...testLinks,
  ...tokens,
  ...trust,
  ...undo,
  ...users,
  ...worklist,
}
