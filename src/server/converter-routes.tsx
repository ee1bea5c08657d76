import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { deleteConverter, saveConverter } from '../api/edit/converters.ts'
import type { Env } from '../api/env.ts'
import { overageMarks, wellKnownRoleAttributes } from '../core/attributes.ts'
import { loginAttributes } from '../core/login.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { recordAudit } from '../store/audit.ts'
import { type ConverterRecord, listConverters } from '../store/converters.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { rulesOfRevision } from '../store/revisions.ts'
import type { Author } from '../store/rules.ts'
import { listSignOns, openSignOn } from '../store/sign-ons.ts'
import { isUuid } from '../store/uuid.ts'
import { emptyForm, formOf, formOfPast, inputOf, type Refused, readForm, refusedForm } from './converter-form.ts'
import type { ConverterForm, LatelyArrived } from './pages/converter-view.ts'
import { ConvertersPage } from './pages/converters-page.tsx'
import { authorOf, frameOf, show } from './show.ts'

/** `/admin/converters`: the attribute mapping as a table that is edited row by row. */
export function converterRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/', (c) => showConverters(app, c, null))

  routes.post('/', async (c) => {
    const form = readForm(await body(c), null)
    try {
      const saved = await saveConverter(app, authorOf(c), inputOf(form))
      return c.redirect(`/admin/converters?done=saved#row-${saved.id}`, 303)
    } catch (error) {
      return showConverters(app, c, refusedForm(form, error))
    }
  })

  routes.post('/:id', async (c) => {
    const id = c.req.param('id')
    if (!isUuid(id)) throw new JitupError('not_found', 'There is no such row.')
    const fields = await body(c)
    const form = readForm(fields, id)
    const version = form.version ?? undefined
    try {
      if (fields.get('do') === 'delete') {
        app.rules.forget()
        const { rules } = await app.rules.current()
        await deleteConverter(app, authorOf(c), id, version)
        return c.redirect(`/admin/converters?done=deleted&row=${id}&version=${rules.revision}`, 303)
      }
      await saveConverter(app, authorOf(c), { id, ...inputOf(form) }, version)
      return c.redirect(`/admin/converters?done=saved#row-${id}`, 303)
    } catch (error) {
      return showConverters(app, c, refusedForm(form, error))
    }
  })
  return routes
}

/**
 * Whose session is over, and who posts a form all the same, comes back to the table after signing in: the form's own address
 * shows nothing. There they learn that it was not saved.
 */
export const backAfterSignIn: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method !== 'POST' || c.get('session')) return next()
  return c.redirect(`/?returnTo=${encodeURIComponent('/admin/converters?done=lost')}`, 303)
}

const body = async (c: Context<Env>) => new URLSearchParams(await readText(c.req.raw, 64 * 1024))

/** @param refused what somebody typed and could not be saved: shown in its row, or beside what is stored there now */
async function showConverters(app: App, c: Context<Env>, refused: Refused | null): Promise<Response> {
  app.rules.forget()
  const [frame, stored, providers, { rules, columns }, last] = await Promise.all([
    frameOf(app, c),
    listConverters(app.db),
    listProviders(app.db),
    app.rules.current(),
    latelyArrived(app, authorOf(c)),
  ])
  const wrong = refused?.why === 'changed' ? null : (refused?.form ?? null)
  const rows = stored.map(formOf).map((row) => (wrong?.id === row.id ? wrong : row))
  const mapped = new Set([...stored.flatMap((one) => one.attributes ?? []), ...reads(providers)])
  const unmapped: LatelyArrived[] = [...last]
    .filter(([name]) => !mapped.has(name))
    .map(([name, values]) => ({ name, values }))
  const done = c.req.query('done')
  const view = {
    rows,
    added: wrong?.id === null ? wrong : emptyForm(c.req.query('attribute')?.slice(0, 1000) ?? ''),
    columns,
    providers: providers.map((one) => ({ slug: one.policy.slug, name: one.policy.name })),
    last,
    unmapped,
    revision: rules.revision,
    done: refused === null && (done === 'saved' || done === 'deleted' || done === 'lost') ? done : null,
    refused: refused?.why ?? null,
    mine: refused?.why === 'changed' ? refused.form : null,
    undo: done === 'deleted' ? await deletedRow(app, c, stored, providers) : null,
  } as const
  const status = refused === null ? 200 : refused.why === 'invalid' ? 422 : 409
  return show(c, <ConvertersPage frame={frame} view={view} />, status)
}

/** The row that was just deleted, from the version of the rules that had it; null when it is there, or never was. */
async function deletedRow(
  app: App,
  c: Context<Env>,
  stored: readonly ConverterRecord[],
  providers: readonly ProviderRecord[],
): Promise<ConverterForm | null> {
  const id = c.req.query('row')
  const revision = Number(c.req.query('version'))
  if (!Number.isInteger(revision) || revision < 1 || revision > 2_000_000_000) return null
  const row = (await rulesOfRevision(app.db, revision))?.converters.find((one) => one.id === id)
  if (!row || stored.some((one) => one.column === row.column && one.providerId === row.providerId)) return null
  return formOfPast(row, providers.find((one) => one.policy.id === row.providerId)?.policy.slug ?? null)
}

/** Attributes that providers read for something else than a column. */
const reads = (providers: Awaited<ReturnType<typeof listProviders>>): string[] =>
  providers.flatMap(({ policy }) => [
    ...(policy.roleAttributes === 'well-known' ? wellKnownRoleAttributes : policy.roleAttributes),
    ...overageMarks,
    ...(typeof policy.subjectFrom === 'string' ? [] : [policy.subjectFrom.attribute]),
    ...loginAttributes(policy.loginFrom),
  ])

/** Enough to see what arrives, little enough to open at every visit. */
const looked = 25

/** The attributes of the newest sign-ons, each with the values it came with last. */
async function latelyArrived(app: App, author: Author): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await listSignOns(app.db, { before: null, limit: looked })
  const last = new Map<string, readonly string[]>()
  for (const row of rows) {
    if (row.sealed === null) continue
    for (const [name, values] of openSignOn(app.seal, row.id, row.sealed).claims ?? []) {
      if (!last.has(name)) last.set(name, values)
    }
  }
  const objects = rows.map((row) => row.id)
  if (last.size > 0) await recordAudit(app.db, app.now(), { kind: 'claims.read', author, objects })
  return last
}
