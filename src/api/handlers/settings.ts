import type { z } from 'zod'
import { defaultLanguage } from '../../messages/language.ts'
import type { App } from '../../sign-on/app.ts'
import { readPublished } from '../../sign-on/published.ts'
import type { Database, Tx } from '../../store/database.ts'
import { readJournalSettings, readOver } from '../../store/journal-settings.ts'
import { type Author, rulesLock } from '../../store/rules.ts'
import { defaultLifetimes } from '../../store/sessions.ts'
import { readSetting, readSettingsNamed, writeSetting } from '../../store/settings.ts'
import { appearanceSettings } from '../appearance.ts'
import { contentVersion } from '../content-version.ts'
import { settings, settingsInput } from '../contract.ts'
import { changing, keepingFields } from '../dangers.ts'
import { assertVersion, changeRules } from '../edit/change.ts'
import { one, type Route } from '../route.ts'

async function read(db: Database | Tx) {
  const { displayName, about } = await readPublished(db)
  const look = await readSettingsNamed(db, Object.keys(appearanceSettings))
  const told = Object.fromEntries(Object.entries({ ...about, ...look }).filter(([, value]) => value !== null))
  return {
    helpText: (await readSetting<string>(db, 'helpText')) ?? '',
    displayName,
    language: defaultLanguage,
    ...(await readJournalSettings(db)),
    ...(await readOver(db, defaultLifetimes)),
    ...told,
  }
}

const answer = (values: Awaited<ReturnType<typeof read>>) => {
  const version = contentVersion(values)
  return { body: { ...values, version }, version }
}

/** What the journal keeps is part of the rule book: a change of it is a revision, which every node hears of. */
async function write(
  app: App,
  author: Author,
  values: Omit<z.output<typeof settingsInput>, 'version'>,
  expectedVersion?: number,
) {
  const work = async (tx: Tx) => {
    if (expectedVersion !== undefined) assertVersion(contentVersion(await read(tx)), expectedVersion)
    for (const [name, value] of Object.entries(values)) if (value !== undefined) await writeSetting(tx, name, value)
    return read(tx)
  }
  const ruled = values.storeClaims !== undefined || values.redactedAttributes !== undefined
  return ruled ? changeRules(app, author, work) : app.db.serialised([rulesLock], work)
}

export const settingRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/settings',
    summary: 'Reads the settings of the installation',
    scope: 'admin',
    answer: settings,
    handle: async ({ app }) => answer(await read(app.db)),
  }),
  one({
    method: 'PUT',
    path: '/settings',
    summary: 'Writes settings; what is not given stays',
    scope: 'admin',
    stepUp: changing(...keepingFields),
    body: settingsInput,
    answer: settings,
    handle: async ({ app, caller, body: { version, ...values }, expectedVersion = version }) =>
      answer(await write(app, caller.author, values, expectedVersion)),
  }),
]
