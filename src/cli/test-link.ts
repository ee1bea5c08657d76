import { parseArgs } from 'node:util'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { makeTestLink } from '../sign-on/test-link.ts'
import { recordAudit } from '../store/audit.ts'
import type { Author } from '../store/rules.ts'
import { type TestLink, testLinkById } from '../store/test-links.ts'
import { isUuid } from '../store/uuid.ts'
import { EXIT, type Io, printable, toJson, wrongUse } from './io.ts'
import { wholeNumber } from './numbers.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup test-link PROVIDER [--hours N] [--json]
       jitup test-link --of ID [--json]

Makes a link for a colleague who tries an identity provider once: they sign in over there, nothing is written, and what would
have been is yours to see. PROVIDER is its slug. With --of: what became of a link.

  --hours N    how long the link holds, at most 168; 24 when left out
  --data DIR   where the embedded database lives when there is no DATABASE_URL

Exit code: 0 done, 1 refused or failed, 2 wrong use.
`

const author: Author = { kind: 'system' }

/** `jitup test-link`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      of: { type: 'string' },
      hours: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [provider, ...others] = positionals
  const hours = wholeNumber(values.hours ?? '24', { min: 1, max: 168 })
  if (others.length > 0 || (provider === undefined) === (values.of === undefined)) {
    return wrongUse(io, 'test-link', 'Name one identity provider, or one link with --of.')
  }
  if (hours === null) return wrongUse(io, 'test-link', '--hours must be a whole number from 1 to 168.')
  return withApp({ data: values.data }, async (app) => {
    const link = provider === undefined ? await known(app, values.of ?? '') : await make(app, provider, hours)
    io.stdout(
      values.json
        ? `${toJson(link)}\n`
        : linesOf(link)
            .map((line) => `${printable(line)}\n`)
            .join(''),
    )
    return EXIT.done
  })
}

type Shown = Omit<TestLink, 'providerId'> & { readonly url?: string }

async function make(app: App, provider: string, hours: number): Promise<Shown> {
  const made = await makeTestLink(app, provider, { author, hours })
  await recordAudit(app.db, app.now(), { kind: 'providers.test-links', author, objects: [made.id, made.providerId] })
  const { providerId: _, ...link } = made
  return link
}

async function known(app: App, id: string): Promise<Shown> {
  const link = isUuid(id) ? await testLinkById(app.db, id) : null
  if (!link) throw new JitupError('not_found', 'There is no such test link.')
  const { providerId: _, ...shown } = link
  return shown
}

function linesOf({ id, url, expiresAt, openedAt, signOnId }: Shown): readonly string[] {
  if (url !== undefined) {
    return [
      url,
      `It holds until ${expiresAt.toISOString()} and opens once. What became of it: jitup test-link --of ${id}`,
    ]
  }
  if (signOnId !== null) return [`Done. What would have been: jitup explain ${signOnId}`]
  return [
    openedAt === null
      ? `Not opened yet; it holds until ${expiresAt.toISOString()}.`
      : `Opened ${openedAt.toISOString()}; nothing came back yet.`,
  ]
}
