import { type AdministratorRecord, pageOfAdministrators } from '../../store/administrators.ts'
import type { Database } from '../../store/database.ts'
import { lastAttempts } from '../../store/deliveries.ts'
import { listDomains } from '../../store/domains.ts'
import { readOver } from '../../store/journal-settings.ts'
import { readMail } from '../../store/mail.ts'
import { readSetUp } from '../../store/overview.ts'
import { listMetadataSources, listWaitingCertificates } from '../../store/provider-metadata.ts'
import { listProviders } from '../../store/providers.ts'
import { defaultLifetimes } from '../../store/sessions.ts'
import { listSpKeys } from '../../store/sp-keys.ts'
import { pageOfTokens } from '../../store/tokens.ts'
import { webhooksOff } from '../../store/webhooks.ts'
import { administrator, administratorQuery, commandLine, securityReport } from '../contract/security.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { type SecurityState, securityFindings } from '../security-report.ts'

const show = ({ id, login, contactId, contactName, ...rest }: AdministratorRecord) => ({
  user: { id, login },
  contact: { id: contactId, name: contactName },
  ...rest,
})

/** All there are: a report that leaves something out is worse than none. */
const everything = 1_000_000

async function stateOf(db: Database): Promise<SecurityState> {
  const all = { after: null, limit: everything }
  const [administrators, providers, sources, waiting, keys, domains, tokens, lifetimes] = await Promise.all([
    pageOfAdministrators(db, { ...all, localOnly: false }),
    listProviders(db),
    listMetadataSources(db),
    listWaitingCertificates(db),
    listSpKeys(db),
    listDomains(db, all),
    pageOfTokens(db, { before: null, limit: everything }),
    readOver(db, defaultLifetimes),
  ])
  const [{ notified }, mail, attempts, off] = await Promise.all([
    readSetUp(db),
    readMail(db),
    lastAttempts(db),
    webhooksOff(db),
  ])
  const last = mail?.settings.enabled ? attempts.find(({ name }) => name === 'mail') : undefined
  const waitingKeys = providers.flatMap(({ policy }) =>
    (waiting.get(policy.id) ?? []).filter((key) => key.dismissedAt === null).map(() => policy.slug),
  )
  return {
    ...{ administrators, providers, sources, waitingKeys, keys, domains, tokens, lifetimes, notified },
    mailFailingSince: last?.code != null ? last.at : null,
    webhooksOff: off,
  }
}

/** Who administers, and what of the protections is relaxed. */
export const securityRoutes: readonly Route[] = [
  list({
    path: '/administrators',
    summary: 'Lists who may do what here, by which roles, and what local administrators sign in by',
    scope: 'admin',
    query: administratorQuery,
    items: administrator,
    cursor: ['id'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const which = { localOnly: query.local === 'true', after: after?.[0] ?? null, limit: limit + 1 }
      const rows = await pageOfAdministrators(app.db, which)
      return pageFrom(rows, limit, ({ id }) => [id], show)
    },
  }),
  one({
    method: 'GET',
    path: '/command-line',
    summary: "Tells how a command on the server's machine finds this installation",
    scope: 'admin',
    answer: commandLine,
    handle: async ({ app }) => ({
      body: { publicUrl: app.publicUrl, ...(app.commandLine ?? { dataFolder: null, variables: [] }) },
    }),
  }),
  one({
    method: 'GET',
    path: '/security-report',
    summary: 'Tells what of the protections is relaxed and until when, what is missing and what ends soon',
    scope: 'admin',
    answer: securityReport,
    handle: async ({ app }) => {
      const now = app.now()
      return { body: { at: now, findings: securityFindings(await stateOf(app.db), now) } }
    },
  }),
]
