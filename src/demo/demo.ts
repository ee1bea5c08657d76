import { join } from 'node:path'
import { JitupError } from '../errors.ts'
import { type Config, isLoopback } from '../server/config.ts'
import { chooseLanguage, inLanguage } from '../server/language.ts'
import { type RunningServer, startServer } from '../server/start.ts'
import type { Log } from '../sign-on/app.ts'
import { acsUrl } from '../sign-on/trust.ts'
import { createIdentityProvider } from '../testing/identity-provider.ts'
import { demoSlug, seedDirectory } from './directory.ts'
import { writeHistory } from './history.ts'
import { demoIdentityProvider } from './identity-provider-app.tsx'
import { demoKeys } from './keys.ts'
import { becomeOnlyDemo } from './only-one.ts'
import { peopleInFile } from './people-store.ts'

const entityId = 'urn:jitup:demo-identity-provider'
const mountPath = '/demo-idp'

/**
 * Starts a server with a sample directory and an identity provider that lets everybody in as anybody. On loopback only, in a
 * data folder of its own; a real server refuses to start on that folder.
 * @throws JitupError `config_invalid` for any other address or a database server, `conflict` while another demo runs with
 *   this data, and whatever `startServer` throws
 */
export async function startDemo(config: Config, log: Log): Promise<RunningServer> {
  if (!isLoopback(config.host) || !isLoopback(new URL(config.publicUrl).hostname)) {
    throw new JitupError(
      'config_invalid',
      'The demo lets everybody in as anybody: HOST and PUBLIC_URL must be loopback.',
    )
  }
  if (config.databaseUrl !== null) {
    throw new JitupError('config_invalid', 'The demo keeps its own database. Start it without DATABASE_URL.')
  }
  const giveUp = await becomeOnlyDemo(config.dataDir, config.publicUrl)
  try {
    const { app, stop } = await startAlone(config, log)
    return { app, stop: () => stop().finally(giveUp) }
  } catch (error) {
    giveUp()
    throw error
  }
}

async function startAlone(config: Config, log: Log): Promise<RunningServer> {
  const keys = await demoKeys(config.dataDir, new Date())
  const people = await peopleInFile(join(config.dataDir, 'demo-people.json'))
  const baseUrl = `${config.publicUrl}${mountPath}`
  const past = createIdentityProvider({ entityId, ssoUrl: `${baseUrl}/sso`, keys })
  const { app, stop } = await startServer(config, log, async (app) => {
    await seedDirectory(app, past.metadata())
    const idp = demoIdentityProvider({
      baseUrl,
      entityId,
      keys,
      people,
      allowedAcs: (url) => url === acsUrl(config.publicUrl, demoSlug),
      now: app.now,
      signInUrl: `${config.publicUrl}/sso/${demoSlug}/start?test`,
      applicationName: 'jitup',
    })
    return {
      mount: (server) => {
        server.use(`${mountPath}/*`, inLanguage(app), chooseLanguage(app))
        server.route(mountPath, idp)
      },
    }
  })
  // Nobody waits for it: the first visitor finds a demo that works, and a minute later one with a past.
  const ending = new AbortController()
  const history = writeHistory(app, demoSlug, past, ending.signal).catch((err: unknown) => {
    log.error({ err }, 'the demo has no history; the next start tries again')
  })
  return {
    app,
    stop: async () => {
      ending.abort()
      await history
      await stop()
    },
  }
}
