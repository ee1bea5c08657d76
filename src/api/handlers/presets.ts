import { z } from 'zod'
import { JitupError } from '../../errors.ts'
import { presetOf, presets, storedPreset } from '../../presets/presets.ts'
import { setupMarkdown } from '../../presets/setup/markdown.ts'
import { setupOf } from '../../presets/setup/setup.ts'
import { readSettings } from '../../protocols/saml/settings.ts'
import { acsUrl, logoutUrl } from '../../sign-on/trust.ts'
import { preset, presetSummary, setup } from '../contract.ts'
import { existing } from '../edit/providers.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { suggestionFor } from '../suggestion.ts'

export const presetRoutes: readonly Route[] = [
  list({
    path: '/presets',
    summary: 'Lists the products that jitup has presets for',
    scope: 'trust:read',
    items: presetSummary,
    cursor: ['text'],
    handle: async ({ page }) => {
      const after = page.after?.[0]
      const start = after === undefined ? 0 : presets.findIndex(({ id }) => id === after) + 1
      return pageFrom(
        presets.slice(start, start + page.limit + 1),
        page.limit,
        ({ id }) => [id],
        ({ id, name, summary }) => ({ id, name, summary }),
      )
    },
  }),
  one({
    method: 'GET',
    path: '/presets/:id',
    summary: 'Reads one preset: attributes, policy and settings, and how each of them is known',
    scope: 'trust:read',
    answer: preset,
    handle: async ({ params }) => {
      const found = presets.find(({ id }) => id === params.id)
      if (!found) throw new JitupError('not_found', 'There is no such preset.')
      return { body: found }
    },
  }),
  one({
    method: 'GET',
    path: '/providers/:id/setup',
    summary: 'Tells what to create at the identity provider, from what is mapped here; also as Markdown',
    scope: 'trust:read',
    query: z.strictObject({ format: z.enum(['json', 'markdown']).optional() }),
    answer: setup,
    handle: async ({ app, params }) => {
      const record = await existing(app.db, params.id ?? '')
      const { rules, columns } = await app.rules.current()
      const suggested = record.preset === null ? suggestionFor(record) : null
      const chosen = suggested === null ? storedPreset(record.preset) : presetOf(suggested)
      const { slug } = record.policy
      const offersLogout = chosen.logout.supported && readSettings(record.settings).singleLogout
      const instructions = setupOf(chosen, {
        provider: record.policy,
        converters: rules.converters,
        columns,
        spEntityId: record.spEntityId,
        acsUrl: acsUrl(app.publicUrl, slug),
        metadataUrl: `${app.publicUrl}/sso/${slug}/metadata`,
        logoutUrl: offersLogout ? logoutUrl(app.publicUrl, slug) : null,
      })
      return { body: instructions, markdown: setupMarkdown(instructions) }
    },
  }),
]
