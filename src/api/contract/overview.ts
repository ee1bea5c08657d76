/** What administrators see first. */
import { z } from 'zod'
import { workKinds } from '../../core/work.ts'
import { time } from '../fields.ts'

const count = z.int().min(0)

/** How sign-ons ended. `refused` counts all of them, also those of which the journal took no sample. */
export const outcomeCounts = z.strictObject({
  created: count,
  updated: count,
  unchanged: count,
  refused: count,
  tested: count,
})

export const overviewQuery = z.strictObject({
  range: z
    .enum(['day', 'week', 'month'])
    .optional()
    .describe('The last 24 hours by the hour, or the last 7 or 30 days by the day (UTC); day when left out'),
})

export const overview = z.strictObject({
  /** Of jitup. */
  version: z.string(),
  range: z.enum(['day', 'week', 'month']),
  from: time,
  to: time,
  /** When each stretch begins, the oldest first; the last one is not over. */
  stretches: z.array(time),
  totals: outcomeCounts,
  /** One for each stretch. */
  series: z.array(outcomeCounts),
  providers: z.array(
    z.strictObject({
      /** Slug; null: addresses of no provider, and providers that are gone. */
      provider: z.string().nullable(),
      name: z.string().nullable(),
      enabled: z.boolean(),
      totals: outcomeCounts,
      series: z.array(outcomeCounts),
      /** Of all that were no tests; null: there were none. */
      refusedShare: z.number().min(0).max(1).nullable(),
      /** The most frequent reasons of refusals, with what they mean and what to do. */
      codes: z.array(
        z.strictObject({ code: z.string(), count, meaning: z.string().nullable(), fix: z.string().nullable() }),
      ),
    }),
  ),
  worklist: z.array(z.strictObject({ kind: z.enum(workKinds), open: count })),
  /** Those that end within 60 days or have ended; only with the scope trust:read, null without. */
  certificates: z
    .array(
      z.strictObject({
        /** Slug; null: our own. */
        provider: z.string().nullable(),
        fingerprint: z.string(),
        notAfter: time,
        ended: z.boolean(),
        /** There is another that lasts longer. */
        replaced: z.boolean(),
      }),
    )
    .nullable(),
  /** What has been done of setting up, in the order in which it is done. */
  setUp: z.array(
    z.strictObject({
      fact: z.enum([
        'emergency-administrator',
        'provider',
        'test',
        'mapping',
        'provider-enabled',
        'sign-on',
        'notifications',
      ]),
      done: z.boolean(),
    }),
  ),
})
