import { readSettings } from '../protocols/saml/settings.ts'
import type { AdministratorRecord } from '../store/administrators.ts'
import type { DomainRecord } from '../store/domains.ts'
import type { MetadataSource } from '../store/provider-metadata.ts'
import type { ProviderRecord } from '../store/providers.ts'
import { defaultLifetimes, type SessionLifetimes } from '../store/sessions.ts'
import type { SpKeyFacts } from '../store/sp-keys.ts'
import type { TokenRecord } from '../store/tokens.ts'
import type { SecurityCode } from './contract/security.ts'
import { warningsOf } from './edit/provider-people.ts'
import { endingCertificates } from './overview-view.ts'

/** Everything that the report looks at. */
export interface SecurityState {
  readonly administrators: readonly AdministratorRecord[]
  readonly providers: readonly ProviderRecord[]
  readonly sources: ReadonlyMap<string, MetadataSource>
  /** Slug of the provider of each key that waits for somebody's word. */
  readonly waitingKeys: readonly string[]
  readonly keys: readonly SpKeyFacts[]
  readonly domains: readonly DomainRecord[]
  readonly tokens: readonly TokenRecord[]
  readonly lifetimes: SessionLifetimes
  /** Is somebody told of what needs attention, and does it arrive? */
  readonly notified: boolean
  readonly mailFailingSince: Date | null
  readonly webhooksOff: readonly { readonly id: string; readonly code: string }[]
}

interface Finding {
  readonly code: SecurityCode
  readonly verdict: 'bad' | 'warn' | 'note'
  readonly provider: string | null
  readonly about: string | null
  readonly name: string | null
  readonly at: Date | string | null
}

const nothing = { provider: null, about: null, name: null, at: null } as const
const finding = (
  verdict: Finding['verdict'],
  code: SecurityCode,
  more: Partial<Omit<Finding, 'code' | 'verdict'>> = {},
): Finding => ({ code, verdict, ...nothing, ...more })

const day = 86_400_000
/** A token that nobody used for so long is probably not needed. */
const unusedDays = 90
const endsSoonDays = 14
/** Beyond an hour an answer can be stolen and still be used. */
const usualAge = 3600
/** A limit that nothing meets is none. */
const unlimited = 1000
const order = ['bad', 'warn', 'note'] as const

/** What of the protections is relaxed, missing or about to end, the worst first. Pure. */
export function securityFindings(state: SecurityState, now: Date): readonly Finding[] {
  const found = [
    ...people(state),
    ...state.providers.flatMap((one) => ofProvider(one, state, now)),
    ...certificates(state, now),
    ...state.waitingKeys.map((provider) => finding('warn', 'key_waiting', { provider })),
    ...state.domains
      .filter((one) => !one.counts)
      .map(({ id, domain, provider }) => finding('warn', 'domain_unproven', { provider, about: id, name: domain })),
    ...state.tokens.flatMap((one) => ofToken(one, now)),
    ...lifetimes(state.lifetimes),
    ...notifications(state),
  ]
  return found.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
}

function people({ administrators }: SecurityState): Finding[] {
  const active = administrators.filter((one) => one.status === 'active' && one.scopes.includes('admin'))
  const local = active.filter((one) => one.local)
  if (active.length === 0 || local.length === 0) {
    return [finding('bad', active.length === 0 ? 'administrator_missing' : 'administrators_by_provider_only')]
  }
  return local
    .filter((one) => !one.hasPassword && one.passkeys === 0)
    .map(({ id, login }) => finding('note', 'administrator_without_credentials', { about: id, name: login }))
}

function ofProvider({ policy, settings, enabled, demo }: ProviderRecord, state: SecurityState, now: Date): Finding[] {
  const provider = policy.slug
  const about = { provider }
  const { exceptions, idpInitiated, maxAgeSeconds } = readSettings(settings)
  const source = state.sources.get(policy.id)
  const today = now.toISOString().slice(0, 10)
  const relaxed = Object.entries(exceptions).map(([name, until]) => {
    // It counts to the end of its last day (UTC).
    const at = new Date(new Date(until).getTime() + day)
    return finding(until < today ? 'note' : 'warn', until < today ? 'exception_over' : 'exception', {
      ...about,
      name,
      at,
    })
  })
  if (!enabled) return demo ? [finding('note', 'provider_demo', about)] : relaxed
  return [
    ...(demo ? [finding('bad', 'provider_demo', about)] : []),
    ...relaxed,
    ...warningsOf({ policy, settings }).map(({ code }) =>
      finding('warn', 'provider_warning', { ...about, name: code }),
    ),
    ...(idpInitiated ? [finding('note', 'idp_initiated', about)] : []),
    ...(maxAgeSeconds > usualAge ? [finding('note', 'old_messages', about)] : []),
    ...((policy.withdrawalCeiling ?? 0) >= unlimited ? [finding('warn', 'withdrawals_unlimited', about)] : []),
    ...(policy.reactivate ? [finding('note', 'people_reactivated', about)] : []),
    ...(source?.error ? [finding('warn', 'metadata_failed', { ...about, name: source.error.code })] : []),
    ...(source?.url?.startsWith('http:') ? [finding('warn', 'metadata_http', about)] : []),
  ]
}

/** Those that are replaced already are nobody's worry. */
const certificates = ({ providers, keys }: SecurityState, now: Date): Finding[] =>
  endingCertificates(providers, keys, now)
    .filter((one) => !one.replaced)
    .map(({ provider, fingerprint, notAfter, ended }) =>
      finding(ended ? 'bad' : 'warn', ended ? 'certificate_ended' : 'certificate_ending', {
        ...{ provider, about: fingerprint, at: notAfter },
      }),
    )

function ofToken({ id, name, scopes, createdAt, usedAt, revokedAt, expiresAt }: TokenRecord, now: Date): Finding[] {
  if (revokedAt !== null || (expiresAt !== null && expiresAt <= now)) return []
  const last = usedAt ?? createdAt
  const about = { about: id, name, at: last }
  return [
    ...(now.getTime() - last.getTime() > unusedDays * day ? [finding('warn', 'token_unused', about)] : []),
    ...(scopes.includes('admin') ? [finding('note', 'token_everything', about)] : []),
    ...(expiresAt !== null && expiresAt.getTime() - now.getTime() < endsSoonDays * day
      ? [finding('warn', 'token_ending', { ...about, at: expiresAt })]
      : []),
  ]
}

const lifetimes = (set: SessionLifetimes): Finding[] =>
  (Object.keys(defaultLifetimes) as (keyof SessionLifetimes)[])
    .filter((name) => set[name] > defaultLifetimes[name])
    .map((name) => finding('note', 'sessions_long', { name }))

const notifications = ({ notified, mailFailingSince, webhooksOff }: SecurityState): Finding[] => [
  ...(notified ? [] : [finding('note', 'notifications_missing')]),
  ...(mailFailingSince ? [finding('warn', 'mail_failing', { at: mailFailingSince })] : []),
  ...webhooksOff.map(({ id, code }) => finding('warn', 'webhook_off', { about: id, name: code })),
]
