import { type ReactNode, useState } from 'react'
import { t } from '../text.tsx'

/** What nobody sees, turns the line round or breaks it: shown as a mark with its code point. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00a0\u115f\u1160\u3164]/gu

const beginning = 300
/** Up to here a word is not broken in a list: an e-mail address, a name. */
const short = 34

/**
 * A text that came from elsewhere: as it is, harmless, set apart from the direction of what stands around it, with marks
 * for characters that nobody sees. Very long ones show their beginning.
 */
export function Text({ text }: { text: string }): ReactNode {
  const [whole, setWhole] = useState(false)
  const long = text.length > beginning + 60
  return (
    <bdi className={text.length > short ? 'text' : 'text short'}>
      {marked(long && !whole ? text.slice(0, beginning) : text)}
      {long ? (
        <>
          {whole ? ' ' : '… '}
          <button type="button" className="link" onClick={() => setWhole(!whole)}>
            {whole ? t('value.less') : t('value.more', { count: text.length })}
          </button>
        </>
      ) : null}
    </bdi>
  )
}

function marked(text: string): ReactNode[] {
  const pieces: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(unseen)) {
    if (match.index > from) pieces.push(text.slice(from, match.index))
    const point = match[0].codePointAt(0) ?? 0
    pieces.push(
      <span className="mark" key={match.index}>
        U+{point.toString(16).toUpperCase().padStart(4, '0')}
      </span>,
    )
    from = match.index + match[0].length
  }
  pieces.push(text.slice(from))
  return pieces
}

/** A cell of a contact: a text, an entry of a lookup, or nothing. */
export type CellValue = string | { readonly id: string | null; readonly name: string } | null

export function Cell({ value }: { value: CellValue | undefined }): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="none">{t('value.none')}</span>
  return <Text text={typeof value === 'string' ? value : value.name} />
}
