import { AsyncLocalStorage } from 'node:async_hooks'

/** The languages of pages and sentences, each with its own name for itself. `docs/languages.md` says how to add one. */
export const languages = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof languages

/** What CLI, logs and everything outside a request speak. */
export const defaultLanguage: Language = 'en'

/** True for the tag of a language that there are texts in. */
export const isLanguage = (text: unknown): text is Language =>
  typeof text === 'string' && Object.hasOwn(languages, text)

/** For whom sentences are made. */
export interface Reader {
  readonly language: Language
  /** IANA name of the time zone in which moments are told. */
  readonly timeZone: string
}

const nobody: Reader = { language: defaultLanguage, timeZone: 'UTC' }

const reading = new AsyncLocalStorage<{ reader: Reader }>()

/** Runs `work`, and whatever it awaits, with sentences for this reader. */
export const readBy = <T>(reader: Partial<Reader>, work: () => T): T =>
  reading.run({ reader: { ...nobody, ...reader } }, work)

/** Who reads what is being made; outside a request nobody in particular: English, UTC. */
export const reader = (): Reader => reading.getStore()?.reader ?? nobody

/** Adds what a request learns of its reader on its way: their time zone, the installation's language. Outside of one it does nothing. */
export function readerIs(known: Partial<Reader>): void {
  const store = reading.getStore()
  if (store) store.reader = { ...store.reader, ...known }
}
