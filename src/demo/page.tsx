/** What all pages of the demo identity provider share: plain HTML, no bundle; JSX escapes every value. */
import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import { reader } from '../messages/language.ts'
import { say } from '../messages.ts'
import { Say } from '../server/pages/value.tsx'
import { style } from './style.ts'

/** The request that waits for an answer, as it arrived; it travels through every page and is read anew each time. */
export interface Waiting {
  readonly SAMLRequest: string
  readonly RelayState: string | null
}

/** What every page needs: paths start with `root`, styles and scripts carry the nonce. */
export interface PageFrame {
  readonly root: string
  readonly nonce: string
}

/** The document around a page's content, with the banner that nobody can miss. */
export const Page: FC<{ frame: PageFrame; title: string; children?: Child }> = ({ frame, title, children }) => (
  <html lang={reader().language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · ${say('demo-idp.name')}`}</title>
      <style nonce={frame.nonce}>{raw(style)}</style>
    </head>
    <body>
      <header class="banner">
        <Say k="demo-idp.banner" v={{ name: <strong>{say('demo-idp.name')}</strong> }} />
      </header>
      <main>{children}</main>
    </body>
  </html>
)

/** The waiting request as hidden fields of a form. */
export const WaitingFields: FC<{ waiting: Waiting | null }> = ({ waiting }) =>
  waiting === null ? null : (
    <>
      <input type="hidden" name="SAMLRequest" value={waiting.SAMLRequest} />
      {waiting.RelayState === null ? null : <input type="hidden" name="RelayState" value={waiting.RelayState} />}
    </>
  )

/** The query that carries a waiting request to the next page, with its question mark; empty when none waits. */
export function waitingQuery(waiting: Waiting | null, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(more)
  if (waiting !== null) query.set('SAMLRequest', waiting.SAMLRequest)
  if (waiting !== null && waiting.RelayState !== null) query.set('RelayState', waiting.RelayState)
  return query.size === 0 ? '' : `?${query}`
}

/** The chooser's path, with the request that waits for it. Without a slash at the end: nothing is routed there. */
export function chooserPath(
  { root }: Pick<PageFrame, 'root'>,
  waiting: Waiting | null,
  more: Readonly<Record<string, string>> = {},
): string {
  return `${waiting === null ? root || '/' : `${root}/sso`}${waitingQuery(waiting, more)}`
}
