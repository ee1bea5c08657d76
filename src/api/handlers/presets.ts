import { z } from 'zod'
import { JitupError } from '../../errors.ts'
import { presets } from '../../presets/presets.ts'
import { setupMarkdown } from '../../presets/setup/markdown.ts'
import { told } from '../../presets/told.ts'
import { providerBySlug } from '../../store/providers.ts'
import { preset, presetSummary, setup, setupDraft, setupDraftQuery } from '../contract.ts'
import { existing } from '../edit/existing-provider.ts'
import { draftInstructions, instructionsFor } from '../instructions.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

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
        presets.slice(start, start + page.limit + 1).map(told),
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
      return { body: told(found) }
    },
  }),
  one({
    method: 'GET',
    path: '/presets/:id/setup',
    summary: 'Tells what to create at an identity provider that is not set up here yet',
    scope: 'trust:read',
    query: setupDraftQuery,
    answer: setupDraft,
    handle: async ({ app, params, query: { slug, name = slug } }) => {
      const found = presets.find(({ id }) => id === params.id)
      if (!found) throw new JitupError('not_found', 'There is no such preset.')
      const [draft, taken] = await Promise.all([
        draftInstructions(app, found, { slug, name }),
        providerBySlug(app.db, slug),
      ])
      return { body: { ...draft, slugFree: taken === null } }
    },
  }),
  one({
    method: 'GET',
    path: '/providers/:id/setup',
    summary: 'Tells what to create at the identity provider, from what is mapped here; also as Markdown',
    scope: 'trust:read',
    query: z.strictObject({ format: z.enum(['json', 'markdown']).optional() }),
    answer: setup,
    media: ['application/json', 'text/markdown'],
    handle: async ({ app, params }) => {
      const instructions = await instructionsFor(app, await existing(app.db, params.id ?? ''))
      return { body: instructions, markdown: setupMarkdown(instructions) }
    },
  }),
]
