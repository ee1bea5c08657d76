import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import { type Language, languages, reader } from '../../messages/language.ts'
import { type MessageKey, say } from '../../messages.ts'
import { style } from './style.ts'
import { plain, Text } from './value.tsx'

/** What every page needs to know of the request it answers. */
export interface Frame {
  readonly nonce: string
  /** What this installation calls itself. */
  readonly name: string
  readonly demo: boolean
  /** Who is signed in; null: nobody. */
  readonly login: string | null
  /** Whether they administer anything: some role of theirs has scopes. */
  readonly administrator: boolean
  readonly path: string
  /** What leads back to the page; to the start for what was posted. */
  readonly here: string
  /** Address of the installation's logo; null: it shows its name. */
  readonly logo: string | null
  /** Style for the installation's own accent; empty: ours. */
  readonly accent: string
  /** What the installation says to whoever signs in, and to whoever sees an error; null: nothing. */
  readonly signInText: string | null
  readonly helpText: string | null
}

const mine = ['/me', 'nav.me'] as const
const forAdministrators = [['/admin', 'nav.admin'], mine] as const satisfies readonly (readonly [string, MessageKey])[]

/** The document around a page. `wide` for lists and comparisons; `extra` is more style. */
export const Page: FC<{ frame: Frame; title: string; wide?: boolean; extra?: string; children?: Child }> = ({
  frame,
  title,
  wide,
  extra = '',
  children,
}) => (
  <html lang={reader().language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{plain(`${title} · ${frame.name}`)}</title>
      <link rel="icon" href="data:," />
      <style nonce={frame.nonce}>{raw(style + extra + frame.accent)}</style>
    </head>
    <body>
      <a class="skip" href="#content">
        {say('app.skip')}
      </a>
      {frame.demo ? (
        <aside class="banner" aria-label={say('app.demo')}>
          {say('demo.banner')}
        </aside>
      ) : null}
      <header class="top">
        <a class="brand" href="/">
          {frame.logo === null ? <Text text={frame.name} /> : <img src={frame.logo} alt={plain(frame.name)} />}
        </a>
        <Navigation frame={frame} />
        {frame.login === null ? null : (
          <form method="post" action="/sign-out">
            <Text text={frame.login} />
            <button class="button quiet low" type="submit">
              {say('nav.sign-out')}
            </button>
          </form>
        )}
      </header>
      <main id="content" class={wide ? '' : 'narrow'}>
        {children}
      </main>
      <Languages here={frame.here} />
    </body>
  </html>
)

/** The way to the same page in another language. */
const Languages: FC<{ here: string }> = ({ here }) => (
  <footer class="foot">
    <nav aria-label={say('app.language')}>
      <ul>
        {Object.entries(languages).map(([tag, name]) => (
          <li lang={tag}>
            {tag === reader().language ? (
              <span aria-current="true">{name}</span>
            ) : (
              <a href={inLanguage(here, tag as Language)} hreflang={tag}>
                {name}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  </footer>
)

const inLanguage = (here: string, language: Language): string => {
  const url = new URL(here, 'http://here.invalid')
  url.searchParams.set('lang', language)
  return `${url.pathname}${url.search}`
}

const Navigation: FC<{ frame: Frame }> = ({ frame }) => {
  if (frame.login === null) return null
  const links = frame.administrator ? forAdministrators : [mine]
  return (
    <nav aria-label={say('app.navigation')}>
      <ul>
        {links.map(([href, key]) => (
          <li>
            <a href={href} aria-current={isCurrent(frame.path, href) ? 'page' : undefined}>
              {say(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const isCurrent = (path: string, href: string): boolean =>
  path === href || (href !== '/admin' && path.startsWith(`${href}/`))

/** A page's heading, with a sentence under it and actions beside it. */
export const Heading: FC<{ title: Child; lead?: Child; children?: Child }> = ({ title, lead, children }) => (
  <div class="head">
    <div>
      <h1>{title}</h1>
      {lead ? <p>{lead}</p> : null}
    </div>
    {children}
  </div>
)

/** What a list says when there is nothing in it, with the next step. */
export const Empty: FC<{ title: string; text: string; children?: Child }> = ({ title, text, children }) => (
  <div class="card empty">
    <h2>{title}</h2>
    <p>{text}</p>
    {children}
  </div>
)
