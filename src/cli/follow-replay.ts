import { setTimeout } from 'node:timers/promises'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { abortBackground } from '../sign-on/background.ts'
import { cancelReplay, type ReplayRecord, replayById } from '../store/replays.ts'
import { isUuid } from '../store/uuid.ts'
import type { Io } from './io.ts'

/** @returns the replay. @throws JitupError `not_found` */
export async function existingReplay(app: App, id: string): Promise<ReplayRecord> {
  const found = isUuid(id) ? await replayById(app.db, id) : null
  if (!found) throw new JitupError('not_found', 'There is no such replay.')
  return found
}

/** How often progress is looked for, in milliseconds. */
const lookEvery = 300

const doing = { try: 'Tried', apply: 'Carried out', undo: 'Taken back' } as const

/**
 * Waits until a replay's stage has ended and says on stderr how far it is. Ctrl-C cancels it: whoever was carried out stays so,
 * everybody as a whole, and the rest stays as it is.
 */
export async function followReplay(app: App, id: string, io: Io): Promise<ReplayRecord> {
  const cancel = async () => {
    abortBackground(app.db, id)
    await cancelReplay(app.db, id, app.now())
  }
  const onSignal = () =>
    void cancel().catch((err: unknown) => app.log.error({ err }, 'a replay could not be cancelled'))
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    for (let last = ''; ; await setTimeout(lookEvery)) {
      const record = await existingReplay(app, id)
      const line = `${doing[record.stage]}: ${record.done} of ${record.total}\n`
      if (line !== last && record.total > 0) io.stderr(line)
      last = line
      if (record.state !== 'running') return record
    }
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
