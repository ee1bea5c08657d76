import type { z } from 'zod'
import type { App } from '../../sign-on/app.ts'
import { readPublished } from '../../sign-on/published.ts'
import type { Database, Tx } from '../../store/database.ts'
import { readSetting, writeSetting } from '../../store/settings.ts'
import { settings, settingsInput } from '../contract.ts'
import { one, type Route } from '../route.ts'

async function read(db: Database | Tx) {
  const { displayName, about } = await readPublished(db)
  const told = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== null))
  return { helpText: (await readSetting<string>(db, 'helpText')) ?? '', displayName, ...told }
}

async function write(app: App, values: z.output<typeof settingsInput>) {
  return app.db.transaction(async (tx) => {
    for (const [name, value] of Object.entries(values)) if (value !== undefined) await writeSetting(tx, name, value)
    return read(tx)
  })
}

export const settingRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/settings',
    summary: 'Reads the settings of the installation',
    scope: 'admin',
    answer: settings,
    handle: async ({ app }) => ({ body: await read(app.db) }),
  }),
  one({
    method: 'PUT',
    path: '/settings',
    summary: 'Writes settings; what is not given stays',
    scope: 'admin',
    body: settingsInput,
    answer: settings,
    handle: async ({ app, body }) => ({ body: await write(app, body) }),
  }),
]
