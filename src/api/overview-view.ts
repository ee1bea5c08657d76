import { X509Certificate } from 'node:crypto'
import type { z } from 'zod'
import { fixOf, isMessage, say } from '../messages.ts'
import type { Figure } from '../store/overview.ts'
import type { ProviderRecord } from '../store/providers.ts'
import type { SpKeyFacts } from '../store/sp-keys.ts'
import type { outcomeCounts, overview } from './contract/overview.ts'

type Counts = { -readonly [Name in keyof z.output<typeof outcomeCounts>]: number }
type Overview = z.output<typeof overview>
type Shown<Part extends keyof Overview> = NonNullable<Overview[Part]>

const hour = 3_600_000
const day = 24 * hour

/** What a range is made of. */
const ranges = {
  day: { stretch: 'hour', length: hour, number: 24 },
  week: { stretch: 'day', length: day, number: 7 },
  month: { stretch: 'day', length: day, number: 30 },
} as const
export type Range = keyof typeof ranges

/** The stretches of a range that ends now, the oldest first. They begin with UTC's hours and days. */
export function stretchesOf(
  range: Range,
  now: Date,
): { readonly stretch: 'hour' | 'day'; readonly begins: readonly Date[] } {
  const { stretch, length, number } = ranges[range]
  const last = Math.floor(now.getTime() / length) * length
  const begins = Array.from({ length: number }, (_, at) => new Date(last - (number - 1 - at) * length))
  return { stretch, begins }
}

const none = (): Counts => ({ created: 0, updated: 0, unchanged: 0, refused: 0, tested: 0 })

/** What a replay or an undo wrote is no sign-on. */
const counts = (name: string): name is keyof Counts => Object.hasOwn(none(), name)

interface Tally {
  readonly totals: Counts
  readonly series: readonly Counts[]
  readonly codes: Map<string, number>
}

const tally = (length: number): Tally => ({
  totals: none(),
  series: Array.from({ length }, none),
  codes: new Map(),
})

function add(to: Tally, place: number, { outcome, code, count }: Figure): void {
  if (!counts(outcome)) return
  to.totals[outcome] += count
  const stretch = to.series[place]
  if (stretch) stretch[outcome] += count
  if (code !== null) to.codes.set(code, (to.codes.get(code) ?? 0) + count)
}

const mostCodes = 5

/** Figures by stretch and provider, and all together. Every provider is there, also one that nobody used. */
export function figuresOf(
  figures: readonly Figure[],
  begins: readonly Date[],
  providers: readonly ProviderRecord[],
): Pick<Overview, 'totals' | 'series' | 'providers'> {
  const places = new Map(begins.map((at, place) => [at.getTime(), place]))
  const all = tally(begins.length)
  const others = tally(begins.length)
  const byProvider = new Map(providers.map(({ policy }) => [policy.id, tally(begins.length)]))
  for (const figure of figures) {
    const place = places.get(figure.at.getTime())
    if (place === undefined) continue
    add(all, place, figure)
    add(byProvider.get(figure.providerId ?? '') ?? others, place, figure)
  }
  const known = providers.map(({ policy, enabled }) => ({
    provider: policy.slug,
    name: policy.name,
    enabled,
    ...shown(byProvider.get(policy.id) ?? others),
  }))
  const any = Object.values(others.totals).some((count) => count > 0)
  const rest = { provider: null, name: null, enabled: false, ...shown(others) }
  return { totals: all.totals, series: [...all.series], providers: any ? [...known, rest] : known }
}

function shown({ totals, series, codes }: Tally) {
  const { created, updated, unchanged, refused } = totals
  const whole = created + updated + unchanged + refused
  const most = [...codes].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, mostCodes)
  return {
    totals,
    series: [...series],
    refusedShare: whole === 0 ? null : refused / whole,
    codes: most.map(([code, count]) => ({ code, count, meaning: meaning(code), fix: fix(code) })),
  }
}

function meaning(code: string): string | null {
  const key = `code.${code}`
  return isMessage(key) ? say(key) : null
}

function fix(code: string): string | null {
  const key = fixOf(code)
  return key && say(key)
}

/** Early enough for those who need weeks to change one. */
const warnedDays = 60

/** The certificates that end soon or have ended, the first to end first: of providers that are switched on, and our own. */
export function endingCertificates(
  providers: readonly ProviderRecord[],
  ours: readonly SpKeyFacts[],
  now: Date,
): Shown<'certificates'> {
  const own = ours.map(({ certificate }) => {
    const { validTo, fingerprint256 } = new X509Certificate(Buffer.from(certificate, 'base64'))
    return { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(), notAfter: new Date(validTo) }
  })
  const holders = [
    ...providers
      .filter((one) => one.enabled)
      .map(({ policy, certificates }) => ({ provider: policy.slug as string | null, certificates })),
    { provider: null, certificates: own },
  ]
  return holders
    .flatMap(({ provider, certificates }) =>
      certificates.map(({ fingerprint, notAfter }) => ({
        provider,
        fingerprint,
        notAfter,
        ended: notAfter <= now,
        replaced: certificates.some((other) => other.notAfter > notAfter),
      })),
    )
    .filter(({ notAfter }) => notAfter.getTime() < now.getTime() + warnedDays * day)
    .toSorted((a, b) => a.notAfter.getTime() - b.notAfter.getTime())
    .map((one) => ({ ...one, notAfter: one.notAfter.toISOString() }))
}
