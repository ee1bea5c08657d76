/**
 * The product as `jitup serve` runs it, on a database with the benchmark's provider, converters, roles and role rules.
 * The requests that the answers belong to are put where `/sso/…/start` would have put them.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { dist } from '../dist.mjs'
import { ready, told } from './told.mjs'

const { attribute, database, groups, idp, port, publicUrl, requestsFile, returnTo, slug, spEntityId } = told
const edit = (file) => dist(`api/edit/${file}.js`)
const [{ startServer }, { readConfig }, { createLog }] = await Promise.all([
  dist('server/start.js'),
  dist('server/config.js'),
  dist('server/log.js'),
])

const config = readConfig(
  {},
  {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database,
    JITUP_SECRET: 'a secret of the benchmark, long enough',
  },
)
const { app, stop } = await startServer(config, createLog(config.logLevel))
process.once('SIGTERM', () => stop().then(() => process.exit()))
const converters = {
  Name: 'name',
  GivenName: 'givenName',
  Surname: 'surname',
  Email: 'email',
  EmployeeNumber: 'employeeNumber',
  Department: 'department',
  JobTitle: 'jobTitle',
  MobilePhone: 'phone',
  Account: 'company',
  Language: 'language',
  Country: 'country',
}
const author = { kind: 'system' }

const provider = await (await edit('providers')).createProvider(app, author, {
  slug,
  name: 'Corp',
  metadata: idp.metadata,
  spEntityId,
})
await setRules()
await insertRequests()
ready()

/** Half of the groups are names of roles, for the other half there is a rule. */
async function setRules() {
  const [{ changeRules }, { addCustomColumnIn }, { saveConverterIn }, { saveRoleIn }, { saveRoleRuleIn }] =
    await Promise.all(['change', 'columns', 'converters', 'roles', 'role-rules'].map(edit))
  await changeRules(app, author, async (tx) => {
    await addCustomColumnIn(tx, { name: 'EmployeeNumber', caption: 'Employee number', type: 'text' })
    for (const [column, name] of Object.entries(converters)) {
      await saveConverterIn(tx, app, { column, attributes: [attribute[name]] })
    }
    await saveConverterIn(tx, app, { column: 'Type', defaultValue: 'Employee' })
    for (const [at, group] of groups.entries()) {
      const role = at % 2 === 0 ? group : `Role of ${group}`
      await saveRoleIn(tx, app, { name: role })
      if (role !== group) await saveRoleRuleIn(tx, app, { group, role })
    }
  })
}

async function insertRequests() {
  const requests = JSON.parse(readFileSync(requestsFile, 'utf8'))
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  await client.query(
    `insert into pending_requests (id, provider_id, provider_version, browser_hash, return_to, mode, created_at, expires_at)
     select id, $1, $2, hash, $3, 'sign-on', now(), now() + interval '1 hour' from unnest($4::text[], $5::bytea[]) r (id, hash)`,
    [
      provider.policy.id,
      provider.version,
      returnTo,
      requests.map((one) => one.id),
      requests.map((one) => createHash('sha256').update(one.browser).digest()),
    ],
  )
  await client.end()
}
