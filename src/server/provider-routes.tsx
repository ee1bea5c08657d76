import { Hono } from 'hono'
import { decideOnCertificate } from '../api/edit/provider-certificates.ts'
import { existing } from '../api/edit/providers.ts'
import type { Env } from '../api/env.ts'
import { instructionsFor } from '../api/instructions.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { acsUrl, logoutUrl } from '../sign-on/trust.ts'
import { listMetadataSources, listWaitingCertificates } from '../store/provider-metadata.ts'
import { listProviders } from '../store/providers.ts'
import { ProvidersPage } from './pages/providers-page.tsx'
import { SetupPage } from './pages/setup-page.tsx'
import { authorOf, frameOf, show } from './show.ts'

/** `/admin/providers`: each identity provider, the keys that wait for a decision, and what to create over there. */
export function providerRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/', async (c) => {
    const [frame, records, sources, waiting] = await Promise.all([
      frameOf(app, c),
      listProviders(app.db),
      listMetadataSources(app.db),
      listWaitingCertificates(app.db),
    ])
    const providers = records.map((record) => ({
      record,
      acs: acsUrl(app.publicUrl, record.policy.slug),
      logout: logoutUrl(app.publicUrl, record.policy.slug),
      metadata: `${app.publicUrl}/sso/${record.policy.slug}/metadata`,
      source: sources.get(record.policy.id) ?? null,
      waiting: (waiting.get(record.policy.id) ?? []).filter((one) => one.dismissedAt === null),
    }))
    return show(c, <ProvidersPage frame={frame} providers={providers} now={app.now()} />)
  })

  routes.get('/:slug/setup', async (c) => {
    const record = await existing(app.db, c.req.param('slug'))
    const [frame, setup] = await Promise.all([frameOf(app, c), instructionsFor(app, record)])
    return show(c, <SetupPage frame={frame} setup={setup} />)
  })

  routes.post('/:slug/keys/:fingerprint', async (c) => {
    const form = new URLSearchParams(await readText(c.req.raw, 4096))
    const decision = form.get('do')
    if (decision !== 'approve' && decision !== 'dismiss') {
      throw new JitupError('validation_failed', 'A key is approved or dismissed.', { field: 'do' })
    }
    if (decision === 'approve' && form.get('compared') !== 'yes') {
      throw new JitupError('validation_failed', 'Compare the fingerprint before the key is trusted.', {
        field: 'compared',
      })
    }
    const { slug, fingerprint } = c.req.param()
    await decideOnCertificate(app, authorOf(c), { provider: slug, fingerprint, decision })
    return c.redirect(`/admin/providers#p-${encodeURIComponent(slug)}`, 303)
  })
  return routes
}
