import type { Child, FC } from 'hono/jsx'
import { momentText, numberText } from '../../messages/locale.ts'
import { type MessageKey, parts, say } from '../../messages.ts'

/** Characters that nobody sees and that change what one reads: controls, direction overrides, zero widths. */
const unseen =
  /([\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb])/

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** A text for where no markup can be: the title of a window. */
export const plain = (text: string): string =>
  text
    .split(unseen)
    .filter((part) => !unseen.test(part))
    .join('')

/** A text from outside: escaped, set apart from the direction of the page, and with what is unseen made visible. */
export const Text: FC<{ text: string }> = ({ text }) => (
  <bdi>{text.split(unseen).map((part) => (unseen.test(part) ? <span class="mark">{codeOf(part)}</span> : part))}</bdi>
)

/** What an administrator wrote for people, in its own lines. */
export const Lines: FC<{ text: string }> = ({ text }) => (
  <>
    {text.split(/\r?\n/).map((line, index) => (
      <>
        {index > 0 ? <br /> : null}
        <Text text={line} />
      </>
    ))}
  </>
)

/** After how many characters a value is cut, and to how many. */
const lengths = { long: [320, 120], short: [80, 60] } as const

/** A value of any length: the long ones open on demand, what is empty says so. `short` where there is little room. */
export const Value: FC<{ text: string | null; short?: boolean }> = ({ text, short = false }) => {
  if (text === null || text === '') return <span class="none">{say('value.none')}</span>
  const [longest, beginning] = lengths[short ? 'short' : 'long']
  if (text.length <= longest) return <Text text={text} />
  return (
    <details>
      <summary>
        <Text text={`${[...text.slice(0, beginning)].join('')}…`} />{' '}
        <span class="small">{say('value.whole', { count: text.length })}</span>
      </summary>
      <Text text={text} />
    </details>
  )
}

/** After these a long name may go on in the next line. */
const breakable = /(?<=[/:]+)(?![/:])/

/** The Name of an attribute. With `short`, one that is a URI shows its end; the whole is in the tooltip. */
export const AttributeName: FC<{ name: string; short?: boolean }> = ({ name, short }) => {
  const end = /^.{20,}[/:]([^/:]{2,60})$/s.exec(name)?.[1]
  if (short !== true || end === undefined) {
    return (
      <code>
        {name.split(breakable).map((part, index) => (
          <>
            {index > 0 ? <wbr /> : null}
            <Text text={part} />
          </>
        ))}
      </code>
    )
  }
  return (
    <code title={name}>
      …/
      <Text text={end} />
    </code>
  )
}

/** A text of the message table whose values stand apart: nodes as they are, texts as values. */
export const Say: FC<{ k: MessageKey; v?: Readonly<Record<string, Child>> }> = ({ k, v = {} }) => (
  <>
    {parts(k, v.count).map((part) => {
      if ('text' in part) return part.text
      const value = v[part.value]
      return typeof value === 'string' ? <Text text={value} /> : typeof value === 'number' ? numberText(value) : value
    })}
  </>
)

/** A moment as people read it, in their time zone, to the minute; `exact` adds the second, `dateOnly` leaves the day alone. */
export const When: FC<{ at: Date | string; dateOnly?: boolean; exact?: boolean }> = ({ at, dateOnly, exact }) => {
  const date = typeof at === 'string' ? new Date(at) : at
  if (Number.isNaN(date.getTime())) return <Text text={String(at)} />
  const { date: day, ...clock } = momentText(date, exact)
  return <time datetime={date.toISOString()}>{dateOnly ? day : say('value.moment', { date: day, ...clock })}</time>
}
