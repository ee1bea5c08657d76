import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import { readSetting, writeSetting } from '../../store/settings.ts'
import { settings, settingsInput } from '../contract.ts'
import { one, type Route } from '../route.ts'

const read = async (db: Database | Tx) => ({
  helpText: (await readSetting<string>(db, 'helpText')) ?? '',
  displayName: (await readSetting<string>(db, 'displayName')) ?? 'jitup',
})

async function write(app: App, values: { helpText?: string | undefined; displayName?: string | undefined }) {
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
