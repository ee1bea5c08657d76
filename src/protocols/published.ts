import { z } from 'zod'
import { faultOf } from '../core/text.ts'

const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value === value.trim() && faultOf(value, { limit: max, singleLine: true }) === null, {
      error: `must be one line of at most ${max} characters`,
    })

const page = z.url({ protocol: /^https$/, error: 'must be an https address' }).max(2000)

const picture = z
  .string()
  .max(16_384)
  .refine(
    (text) => page.safeParse(text).success || /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/.test(text),
    {
      error: 'must be an https address, or a data: picture of at most 16 KB',
    },
  )

const pixels = z.int().min(1).max(10_000)

/**
 * What an installation may tell partners of itself beside its name. The API and the configuration file take the same.
 * Source: saml2int MD09 (UIInfo), MD10, MD11 (contact).
 */
export const publishedSettings = {
  /** One sentence about what people sign on to. */
  description: line(1000),
  logo: z.strictObject({ url: picture, width: pixels, height: pixels }),
  privacyUrl: page,
  organization: z.strictObject({ name: line(250), url: page }),
  /** Whom a partner's administrator may ask. */
  contact: z.strictObject({ name: line(250).optional(), email: z.email().max(250) }),
} as const

/** What an installation tells of itself; what is absent or null it does not tell. */
export type PublishedSettings = {
  readonly [Name in keyof typeof publishedSettings]?: z.output<(typeof publishedSettings)[Name]> | null | undefined
}
