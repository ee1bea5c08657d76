import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import { reader } from '../messages/language.ts'
import { administratorsOnly } from './security.ts'

/** Where the built UI is: beside the compiled server, and for sources beside the folder they are compiled into. */
const folders = ['../ui/', '../../dist/ui/'].map((path) => new URL(path, import.meta.url))

interface Asset {
  readonly type: string
  readonly bytes: Buffer
  readonly zipped: Buffer
}

interface BuiltUi {
  readonly html: string
  readonly assets: ReadonlyMap<string, Asset>
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
}

let built: BuiltUi | null = null

/** The built UI, read once: its names are a closed list, so that no request reaches the file system. */
function builtUi(): BuiltUi {
  built ??= folders.map(readUi).find((one) => one !== null) ?? null
  if (!built) throw new Error('The admin UI is not built: npm run build.')
  return built
}

function readUi(folder: URL): BuiltUi | null {
  let html: string
  try {
    html = readFileSync(fileURLToPath(new URL('index.html', folder)), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const place = fileURLToPath(new URL('assets/', folder))
  const assets = readdirSync(place).flatMap((name): [string, Asset][] => {
    const type = types[name.split('.').at(-1) ?? '']
    if (type === undefined) return []
    const bytes = readFileSync(`${place}${name}`)
    return [[name, { type, bytes, zipped: gzipSync(bytes, { level: 9 }) }]]
  })
  return { html, assets: new Map(assets) }
}

/** The scripts and styles of the admin UI. They are no secret, and their names change with what is in them. */
export function adminAssets(): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/:name', (c) => {
    const asset = builtUi().assets.get(c.req.param('name'))
    if (!asset) throw new JitupError('not_found', 'There is no such file.')
    const zips = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
    const headers = new Headers({
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    if (zips) headers.set('content-encoding', 'gzip')
    return new Response(new Uint8Array(zips ? asset.zipped : asset.bytes), { headers })
  })
  return routes
}

/** `/admin`: one page for every address below it; what it shows it asks the API for. */
export function adminUi(): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use(administratorsOnly)
  routes.get('*', (c) => {
    c.set('loadsUi', true)
    const html = builtUi().html.replaceAll('__NONCE__', c.get('nonce'))
    return c.html(html.replace('<html lang="en"', `<html lang="${reader().language}"`))
  })
  return routes
}
