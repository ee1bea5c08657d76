import { z } from 'zod'

const file = z.record(z.string(), z.unknown())

export const scenarioQuery = z.strictObject({
  keepValues: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe("With people's own values instead of made-up ones"),
})

/** The four files of a scenario, and what to know of them; `planThen`: the plan of that day, where it was another. */
export const scenario = z.strictObject({
  claims: z.record(z.string(), z.array(z.string())),
  rules: file,
  before: file,
  plan: file,
  madeUp: z.boolean(),
  notes: z.array(z.enum(['redacted', 'plan-differs', 'made-up-differs'])),
  planThen: file.nullable(),
})
