import { type Config, secretsOf } from '../server/config.ts'
import { openApp } from '../server/jitup.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import type { App } from '../sign-on/app.ts'
import { readInstalled } from './installed.ts'

/**
 * Does something with the installation that the settings name, beside its server or without one.
 * @throws JitupError `installation_missing`
 */
export async function withApp<T>(
  options: { readonly data: string | undefined },
  work: (app: App, config: Config) => Promise<T>,
): Promise<T> {
  const config = readInstalled(options.data)
  const log = createLog('error')
  const database = await connect(config, log)
  try {
    const { app, close } = await openApp({ ...database, ...config, secrets: secretsOf(config), log })
    try {
      return await work(app, config)
    } finally {
      await close()
    }
  } finally {
    await database.stop()
  }
}
