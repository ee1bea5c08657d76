import { parseArgs } from 'node:util'
import { createLocalAdministrator, localLinkMinutes, resetLocalAdministrator } from '../sign-on/local.ts'
import { EXIT, type Io, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup admin create LOGIN [--data DIR] [--json]
       jitup admin reset LOGIN [--data DIR] [--json]

An administrator for the day when no identity provider answers. create makes one; reset lets one in again, ends their sessions
and earlier links. Both print a link that signs in once, within ${localLinkMinutes} minutes, and leads to where a password or a passkey can
be chosen; those that are there stay until they are changed. No sign-on by an identity provider touches such a user. PUBLIC_URL
must be set as it is for the server.
`

/** `jitup admin`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [what, login, ...others] = positionals
  if ((what !== 'create' && what !== 'reset') || login === undefined || others.length > 0) {
    return wrongUse(io, 'admin', 'Say create or reset, and a login name.')
  }
  return withApp({ data: values.data }, async (app) => {
    const { url, expiresAt } = await (what === 'create' ? createLocalAdministrator : resetLocalAdministrator)(
      app,
      login,
    )
    const until = expiresAt.toISOString()
    io.stdout(values.json ? `${JSON.stringify({ url, expiresAt: until })}\n` : `Open once, until ${until}:\n${url}\n`)
    return EXIT.done
  })
}
