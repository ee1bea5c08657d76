import { z } from 'zod'
import { type Language, languages } from '../messages/language.ts'
import { storable } from './fields.ts'

/** In bytes, as a file. */
export const LOGO_LIMIT = 100_000

/** No SVG: opened by itself it is a document with scripts. */
const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof pictureTypes)[number]

/** How files of each type begin. */
const beginnings: Readonly<Record<PictureType, RegExp>> = {
  'image/png': /^\x89PNG\r\n\x1a\n/,
  'image/jpeg': /^\xff\xd8\xff/,
  'image/webp': /^RIFF[\x00-\xff]{4}WEBP/,
}

/** A picture of ours. */
export interface Logo {
  readonly type: PictureType
  readonly bytes: Uint8Array
}

/** The picture in a `data:` address; null when it is none of the types above, not what it says it is, or too large. */
export function readLogo(address: string): Logo | null {
  const [, type = '', base64 = ''] = /^data:([a-z/]{1,20});base64,([A-Za-z0-9+/]*={0,2})$/.exec(address) ?? []
  if (!isPictureType(type)) return null
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > LOGO_LIMIT || bytes.toString('base64') !== base64) return null
  return beginnings[type].test(bytes.toString('latin1', 0, 16)) ? { type, bytes } : null
}

const isPictureType = (type: string): type is PictureType => pictureTypes.some((one) => one === type)

const text = storable(2000)

/** How the pages that people see look and speak. The API and the configuration file take the same; in the API null takes one back. */
export const appearanceSettings = {
  /** What pages speak to somebody whose browser asks for none of our languages. */
  language: z.enum(Object.keys(languages) as [Language, ...Language[]]),
  /** The accent of the pages; darkened or lightened where it could not be read. */
  brandColour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { error: 'must be # and six hexadecimal digits, such as #0b5d66' }),
  /** PNG, JPEG or WebP of at most 100 000 bytes, as a data: address. */
  brandLogo: z
    .string()
    .max(Math.ceil(LOGO_LIMIT / 3) * 4 + 40)
    .refine((address) => readLogo(address) !== null, {
      error: 'must be a data: address of a PNG, JPEG or WebP picture of at most 100 000 bytes',
    }),
  /** Shown above the ways to sign in. */
  signInText: text,
  /** `signInText` and `helpText` for those who read German; without them everybody sees the general ones. */
  signInTextDe: text,
  helpTextDe: text,
} as const

/** What is set of these; what is absent or null is as it comes. */
export type AppearanceSettings = {
  readonly [Name in keyof typeof appearanceSettings]?: z.output<(typeof appearanceSettings)[Name]> | null | undefined
}
