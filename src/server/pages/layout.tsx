import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
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
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{plain(`${title} · ${frame.name}`)}</title>
      <link rel="icon" href="data:," />
      <style nonce={frame.nonce}>{raw(style + extra)}</style>
    </head>
    <body>
      <a class="skip" href="#content">
        {say('app.skip')}
      </a>
      {frame.demo ? (
        <aside class="banner" aria-label="Demo">
          {say('demo.banner')}
        </aside>
      ) : null}
      <header class="top">
        <a class="brand" href="/">
          <Text text={frame.name} />
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
    </body>
  </html>
)

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
