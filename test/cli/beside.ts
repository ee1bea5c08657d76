import { type Api, publicUrl } from '../api/api-world.ts'

/** The settings with which a command finds the database of a server that runs. `folder`: the data folder of nobody. */
export function beside({ connection, secrets }: Pick<Api, 'connection' | 'secrets'>, folder: string) {
  const { host, port, user, password, database } = connection
  const address = new URL(`postgres://${host?.startsWith('/') ? '' : host}/${database}`)
  if (host?.startsWith('/')) address.searchParams.set('host', host)
  if (port !== undefined) address.searchParams.set('port', String(port))
  if (user !== undefined) address.searchParams.set('user', user)
  if (typeof password === 'string') address.searchParams.set('password', password)
  return { DATABASE_URL: address.href, JITUP_SECRET: secrets[0] ?? '', PUBLIC_URL: publicUrl, JITUP_DATA: folder }
}
