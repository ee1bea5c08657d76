/** The examples of docs/tools.md are asked of the very commands and routes that they name. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routeTable } from '../../src/api/routes.ts'

const page = readFileSync(new URL('../../docs/tools.md', import.meta.url), 'utf8')
const lines = [...page.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.replace(/ +#.*$/, '').trim())
  .filter((line) => line !== '')

const helpOf = async (command: string): Promise<string> =>
  ((await import(`../../src/cli/${command}.ts`)) as { readonly help: string }).help

const commands = lines.filter((line) => line.startsWith('jitup '))
test.each(commands)('%s: the command is there and takes these options', async (line) => {
  const [, command = ''] = line.split(' ')
  const help = await helpOf(command)
  for (const [option] of line.matchAll(/--[a-z-]+/g)) expect([option, help.includes(option)]).toEqual([option, true])
})

const id = '00000000-0000-7000-8000-000000000000'
/** The JSON that a shell would send: a variable in quotes is an id, one without is a number. */
const dataOf = (line: string): string | undefined => {
  const [, single, double] = / -d (?:'(.*)'|"(.*)")$/.exec(line) ?? []
  const json = single ?? double?.replaceAll('\\"', '"')
  return json?.replace(/"'?\$[a-zA-Z]+'?"/g, `"${id}"`).replace(/\$[a-zA-Z]+/g, '1')
}

const requests = lines.filter((line) => line.startsWith('api '))
test.each(requests)('%s: the route is there and takes it', (line) => {
  const [, path = '', query = ''] = /\$url([^ "?]+)(?:\?([^ "]+))?/.exec(line) ?? []
  const data = dataOf(line)
  const method = data === undefined ? 'GET' : 'POST'
  const filled = path.replace(/\$[a-zA-Z]+/g, id)
  const route = routeTable.find(
    (one) => one.method === method && new RegExp(`^${one.path.replace(/:\w+/g, '[^/]+')}$`).test(filled),
  )
  expect([line, route !== undefined]).toEqual([line, true])
  if (data !== undefined) {
    expect(route?.body?.safeParse(JSON.parse(data))).toMatchObject({ success: true })
  }
  const asked = Object.fromEntries(new URLSearchParams(query.replace(/\$[a-zA-Z]+/g, id)))
  const { limit: _, cursor: __, ...rest } = asked
  if (Object.keys(rest).length > 0) expect(route?.query?.safeParse(rest)).toMatchObject({ success: true })
})

test('there are examples of both kinds', () => {
  expect([commands.length, requests.length].every((count) => count >= 10)).toBe(true)
})
