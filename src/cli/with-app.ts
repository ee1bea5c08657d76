import { type Config, readConfig, secretsOf } from '../server/config.ts'
import { openApp } from '../server/jitup.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import type { App } from '../sign-on/app.ts'

/** Does something with the installation that the settings name, beside its server or without one. */
export async function withApp<T>(
  options: { readonly data: string | undefined },
  work: (app: App, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig({ dataDir: options.data })
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
