/** An installation that uses everything that can be decided, set up by the edits of the API. */
import sql from 'sql-template-tag'
import { addCustomColumn, renameColumn } from '../../src/api/edit/columns.ts'
import { saveConverter } from '../../src/api/edit/converters.ts'
import { bindDomain } from '../../src/api/edit/domains.ts'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { saveRoleRule } from '../../src/api/edit/role-rules.ts'
import { saveRole } from '../../src/api/edit/roles.ts'
import type { App } from '../../src/sign-on/app.ts'
import { makeValue, putAliases } from '../../src/store/lookup-configuration.ts'
import type { Author } from '../../src/store/rules.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'

export const person: Author = { kind: 'user', userId: '00000000-0000-7000-8000-000000000000' }

/** A picture of one pixel. */
const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Every option of settings, lookups, columns, roles, providers, converters and rules is there at least once. */
export async function decideEverything(app: App): Promise<void> {
  const settings = {
    helpText: 'Ask the service desk.\nTelephone 4711.',
    displayName: 'Acme: contacts',
    description: 'Where "people" are kept',
    logo: { url: 'https://acme.example/logo.png', width: 80, height: 60 },
    privacyUrl: 'https://acme.example/privacy',
    organization: { name: 'Acme', url: 'https://acme.example' },
    contact: { email: 'desk@acme.example', name: 'Desk' },
    language: 'de',
    brandColour: '#7a1f6e',
    brandLogo: picture,
    signInText: 'Please sign in: with your account at work.',
    signInTextDe: 'Bitte melden Sie sich an.',
    helpTextDe: 'Fragen Sie den Service Desk.',
    claimsRetentionDays: 10,
    journalRetentionDays: 20,
    auditRetentionDays: 30,
    storeClaims: false,
    redactedAttributes: ['ssn', 'private*'],
    sessionIdleMinutes: 5,
    sessionAbsoluteMinutes: 50,
    administratorIdleMinutes: 4,
  }
  for (const [name, value] of Object.entries(settings)) await writeSetting(app.db, name, value)
  await addCustomColumn(app, person, { name: 'EmployeeNumber', caption: 'Number: employee', type: 'text' })
  await addCustomColumn(app, person, { name: 'CostCentre', caption: 'Cost', type: 'lookup', lookup: 'CostCentre' })
  await renameColumn(app, person, 'Phone', { caption: 'Telephone' })
  const values = await app.db.transaction(async (tx) => {
    await tx.query(sql`update lookups set caption = 'Unit' where name = 'Department'`)
    const sales = await makeValue(tx, 'Department', 'Sales', app.now())
    await putAliases(tx, 'Department', sales, ['Vertrieb', 'R & D: outside'])
    const acme = await makeValue(tx, 'Account', 'Acme', app.now())
    await tx.query(sql`
      insert into lookup_values (id, lookup, name, name_key, created_by) values
        (gen_random_uuid(), 'Department', 'By a sign-on', 'by a sign-on', 'sign-on')`)
    return { sales, acme }
  })
  await saveRole(app, { name: 'Sales', kind: 'organisational' })
  await saveRole(app, { name: 'A team', kind: 'organisational', parent: 'Sales', protected: true, sensitive: true })
  await saveRole(app, { name: 'no', kind: 'functional' })
  await saveRole(app, { name: 'Desk', scopes: ['directory:read', 'rules:write'] })
  await saveRole(app, { id: 'Administrators', name: 'Masters', sensitive: true })
  const acme = createIdentityProvider({ entityId: 'https://acme.example/saml?a=1&b="2"' })
  await createProvider(app, person, {
    slug: 'acme',
    name: 'Acme & sons',
    metadata: acme.metadata(),
    spEntityId: 'urn:ours',
    preset: 'entra',
    userType: 'employee',
    employees: { create: true, update: false },
    external: { create: true, update: true },
    roles: 'replace',
    subjectFrom: { attribute: 'uid' },
    loginFrom: { template: '{given}.{family}' },
    loginTaken: 'refuse',
    roleAttributes: ['memberOf', 'groups'],
    exactRoleNames: false,
    ignoreGroups: ['Everyone', 'cn=*'],
    absentGroups: 'keep',
    groupSeparator: null,
    groupNames: 'cn',
    link: [
      { by: 'column', column: 'EmployeeNumber', attribute: 'number' },
      { by: 'login', from: 'NameID' },
      { by: 'email', attribute: 'mail' },
    ],
    newUsers: 'pending',
    reactivate: true,
    externalWhen: { attribute: 'kind', oneOf: ['guest', 'vendor'] },
    pilot: { subjects: ['john', '007'], when: { attribute: 'pilot', equals: 'yes' } },
    roleNameCase: 'ignore',
    allowedRoles: ['Sales', 'Masters'],
    withdrawalCeiling: 7,
    lookupCeiling: 9,
    allowedAccounts: [values.acme, 'Beta'],
    disableAfterDays: 90,
    enabled: false,
    settings: {
      clockSkewSeconds: 30,
      maxAgeSeconds: 600,
      maxBytes: 100_000,
      maxNodes: 3000,
      requestBinding: 'post',
      nameIdPolicy: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      forceAuthn: true,
      authnContexts: ['urn:oasis:names:tc:SAML:2.0:ac:classes:X509'],
      idpInitiated: true,
      singleLogout: false,
      wantEncryption: true,
      requireSignedResponse: true,
      exceptions: { 'legacy-algorithms': '2027-01-31' },
    },
  })
  const plain = createIdentityProvider({ entityId: 'https://plain.example' })
  await createProvider(app, person, { slug: 'plain', name: 'Plain', metadata: plain.metadata(), createRoles: true })
  const guests = createIdentityProvider({ entityId: 'https://guests.example' })
  await createProvider(app, person, {
    slug: 'guests',
    name: 'Guests',
    metadata: guests.metadata(),
    userType: 'external',
    employees: { create: false, update: false },
    external: { create: true, update: true },
  })
  // As if they were fetched from there.
  await app.db.query(sql`
    insert into provider_metadata (provider_id, url, signers, sha256, next_at)
    select p.id, 'https://plain.example/metadata', '[]', null, now() from providers p where slug = 'plain'`)
  await app.db.query(sql`
    insert into provider_metadata (provider_id, url, signers, sha256, next_at)
    select p.id, 'https://guests.example/metadata', (select jsonb_agg(jsonb_build_object('pem', c.pem, 'fingerprint',
      c.fingerprint, 'notAfter', c.not_after)) from idp_certificates c where c.provider_id = p.id), ${'ab'.repeat(32)}, now()
    from providers p where slug = 'guests'`)
  await bindDomain(app, { domain: 'acme.example', provider: 'acme' })
  await bindDomain(app, { domain: 'a.acme.example', provider: 'acme' })
  await decideRules(app, values.sales)
}

async function decideRules(app: App, sales: string): Promise<void> {
  const convert = [
    ...(['trim', 'lower', 'upper', 'title-case', 'first', 'last', 'dn-cn', 'before-at', 'after-at'] as const),
    ...(['strip-domain', { split: ';' }, { nth: 2 }, { join: ', ' }] as const),
  ]
  const map = { map: [['a', sales] as [string, string], ['007', 'no'] as [string, string]], otherwise: 'yes' }
  const rows: Parameters<typeof saveConverter>[2][] = [
    { column: 'Department', attributes: ['dept', 'ou'], defaultValue: sales, convert: [map], position: 3 },
    { column: 'JobTitle', attributes: ['title'], convert },
    {
      column: 'Department',
      provider: 'acme',
      attributes: ['http://x.test/claims/dept'],
      lastPart: true,
      defaultValue: 'Sales',
      defaultOn: 'create',
      whenAbsent: 'keep',
      whenEmpty: 'clear',
      overwrite: 'on-create',
      several: { join: '; ' },
      unknownValue: { fallBack: sales },
      condition: { attribute: 'kind', equals: 'guest' },
      required: 'warn',
      position: 1,
    },
    { column: 'Department', provider: 'acme', attributes: ['dept'], unknownValue: 'queue', position: 1 },
    { column: 'Name', template: '{first} {{x}} {last}', required: 'block', position: 40 },
    { column: 'Type', defaultValue: 'Employee' },
    { column: 'Phone', attributes: ['phone'], convert: [{ phone: 'NO' }], several: 'last', whenAbsent: 'refuse' },
    { column: 'BirthDate', attributes: ['born'], convert: [{ date: 'DD.MM.YYYY' }] },
    { column: 'Country', attributes: ['c'], convert: ['country-name'] },
    { column: 'user.culture', attributes: ['lang'], convert: ['language-tag'] },
    { column: 'Email', attributes: ['mail'], defaultValue: ' ', position: 100_000 },
  ]
  for (const row of rows) await saveConverter(app, person, row)
  await saveRoleRule(app, person, { group: 'CN=Admins,OU=x', role: 'Masters', provider: 'acme' })
  await saveRoleRule(app, person, { groups: ['b', 'a', '4711', 'true'], role: 'Sales' })
  await saveRoleRule(app, person, { groups: ['sales-*', '?x'], match: 'glob', role: 'no' })
}
