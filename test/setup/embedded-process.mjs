// A process of its own that uses an embedded server: told where by its arguments, ended by a line on its input.
import { createInterface } from 'node:readline'

const [compiled, options] = process.argv.slice(2)
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)
try {
  const { supervise } = await import(compiled)
  const embedded = await supervise(JSON.parse(options))
  say({ connection: embedded.connection, version: embedded.version, adopted: embedded.adopted })
  for await (const _line of createInterface({ input: process.stdin })) break
  await embedded.stop()
  say('stopped')
  process.exit()
} catch (error) {
  say({ code: error.code ?? 'none', message: error.message })
  process.exit(1)
}
