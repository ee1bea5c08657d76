import type { Notice } from '../core/notices.ts'
import { REFUSAL_WINDOW, refusalsCalmed, refusalsJumped, usualShare } from '../core/refusal-rate.ts'
import type { Tx } from '../store/database.ts'
import { listProviders } from '../store/providers.ts'
import { countSignOns, type HighRefusals, type NoticesPosition, refusalCodes } from '../store/refusal-rates.ts'

const minute = 60_000
const none = { refused: 0, all: 0 }

/**
 * Compares each provider's refusals of the last minutes with the day before (`core/refusal-rate.ts`), and tells when they jump and
 * when that is over: each once.
 * @returns what to remember for the next time
 */
export async function watchRefusals(
  tx: Tx,
  now: Date,
  known: NoticesPosition['high'],
): Promise<{ readonly high: NoticesPosition['high']; readonly notices: readonly Notice[] }> {
  // Whole minutes, as refusals are counted; the one that is under way belongs to the recent ones.
  const to = new Date(Math.floor(now.getTime() / minute + 1) * minute)
  const from = new Date(to.getTime() - REFUSAL_WINDOW.recent * minute)
  const dayBefore = new Date(from.getTime() - REFUSAL_WINDOW.before * minute)
  const recent = await countSignOns(tx, { from, to, least: 10, providers: Object.keys(known) })
  const asked = [...recent.keys()].filter((id) => known[id] === undefined)
  const before =
    asked.length === 0
      ? new Map<string, typeof none>()
      : await countSignOns(tx, { from: dayBefore, to: from, least: 1, providers: asked })
  const providers = recent.size + Object.keys(known).length === 0 ? [] : await listProviders(tx)
  const high: Record<string, HighRefusals> = {}
  const notices: Notice[] = []
  for (const { policy } of providers) {
    const { id, slug } = policy
    const [current, was] = [recent.get(id) ?? none, known[id]]
    const provider = { id, slug }
    const counts = { refused: current.refused, all: current.all }
    if (was !== undefined && !refusalsCalmed(current, was.usual)) high[id] = was
    else if (was !== undefined) {
      notices.push({ event: 'refusals.calmed', provider, counts, facts: { since: was.since } })
    } else if (refusalsJumped(current, before.get(id) ?? none)) {
      high[id] = { ...counts, since: now.toISOString(), usual: usualShare(before.get(id) ?? none) }
      const codes = await refusalCodes(tx, { providerId: id, from, to })
      const facts = { minutes: REFUSAL_WINDOW.recent, codes: codes.map(({ code }) => code).join(' ') }
      notices.push({ event: 'refusals.jumped', provider, counts, facts })
    }
  }
  return { high, notices }
}
