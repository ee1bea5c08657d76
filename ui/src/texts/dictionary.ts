import type { en } from './en/en.ts'
import type { first } from './en/first.ts'

/** A text of which there is one for a single thing and one for several. */
export interface Plural {
  readonly one: string
  readonly other: string
}

/** The key of every text on the screen: English is where a text is added first. */
export type TextKey = keyof typeof en | keyof typeof first

/** The texts of one page folder in another language: the same keys, so that a missing or a needless text is a type error. */
export type Texts<English> = { readonly [Key in keyof English]: English[Key] extends string ? string : Plural }

/** What is loaded of one language. */
export type Dictionary = Readonly<Partial<Record<TextKey, string | Plural>>>
