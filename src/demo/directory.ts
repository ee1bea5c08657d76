import { saveConverter } from '../api/edit/converters.ts'
import { createProvider } from '../api/edit/new-provider.ts'
import { updateProviderBy } from '../api/edit/provider-change.ts'
import { saveRoleRule } from '../api/edit/role-rules.ts'
import { saveRole } from '../api/edit/roles.ts'
import type { App } from '../sign-on/app.ts'
import { providerBySlug } from '../store/providers.ts'
import { groupsAttribute } from './people.ts'

/** The demo's identity provider, as it is called everywhere. */
export const demoSlug = 'demo'

const author = { kind: 'system' } as const

/** The worked example: which parameter fills which column. `null`: a fixed value. */
const converters: readonly (readonly [attribute: string | null, column: string, defaultValue?: string])[] = [
  ['Company', 'Account'],
  ['Department', 'Department'],
  ['Email', 'Email'],
  ['First Name', 'GivenName'],
  ['Last Name', 'Surname'],
  ['Phone', 'Phone'],
  ['Type', 'Type', 'Employee'],
]

/** Roles that a group of the same name gives. */
const roles = ['Sales team', 'London office', 'Engineers', 'Kraków office'] as const

/**
 * Makes the sample directory at the first start; later ones only tell where the demo's identity provider listens now.
 * Each step looks whether it has been done, so that a start that was cut off is finished by the next.
 */
export async function seedDirectory(app: App, metadata: string): Promise<void> {
  const known = await providerBySlug(app.db, demoSlug)
  if (known) {
    await updateProviderBy(app, author, demoSlug, { metadata })
  }
  const { rules } = await app.rules.current()
  if (rules.converters.length === 0 && !known) {
    for (const [position, [attribute, column, defaultValue]] of converters.entries()) {
      const attributes = attribute === null ? null : [attribute]
      await saveConverter(app, author, { attributes, column, defaultValue: defaultValue ?? null, position })
    }
  }
  if (known) return
  for (const name of roles) await saveRole(app, { name }).catch(ifThere)
  await saveRoleRule(app, author, { group: 'jitup-administrators', role: 'Administrators' }).catch(ifThere)
  // Last: with it the demo is complete.
  await createProvider(app, author, {
    name: 'Demo identity provider',
    slug: demoSlug,
    metadata,
    demo: true,
    roleAttributes: [groupsAttribute],
  })
}

/** A step that an earlier start has done already. */
function ifThere(error: unknown): void {
  if (
    !(error instanceof Error && 'code' in error && (error.code === 'conflict' || error.code === 'validation_failed'))
  ) {
    throw error
  }
}
