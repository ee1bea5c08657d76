import { isLanguage, type Language } from './language.ts'

/** One range of the header (RFC 9110 section 12.5.4) with its weight; anything else is passed over. */
const range = /^(\*|[a-z]{1,8})(?:-[a-z0-9]{1,8})*(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?$/i

/** No browser sends so many; what stands behind them is not read. */
const mostRanges = 32

/**
 * The language that `Accept-Language` asks for: the one of ours with the highest weight, of equal ones the first. A region is
 * passed over (`de-AT` is `de`). Null: it asks for none of ours, or for any.
 *
 * @example
 * acceptedLanguage('fr, de-AT;q=0.8, en;q=0.5') // 'de'
 */
export function acceptedLanguage(header: string | null | undefined): Language | null {
  let best: { readonly language: Language | null; readonly weight: number } = { language: null, weight: 0 }
  for (const part of (header ?? '').slice(0, 1000).split(',', mostRanges)) {
    const [, tag, weight = '1'] = range.exec(part.trim()) ?? []
    const language = tag?.toLowerCase()
    if (language !== '*' && !isLanguage(language)) continue
    if (Number(weight) > best.weight) best = { language: language === '*' ? null : language, weight: Number(weight) }
  }
  return best.language
}
