import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { Say, t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import { shortId } from './kind-words.ts'

type Entry = Shape<'auditLine'>
type Thing = NonNullable<Entry['things']>[number]

/** Where things have a page by their id, though no name. */
const nameless: Readonly<Record<string, string>> = {
  worklist: '/worklist',
  replays: '/replays',
  revisions: '/revisions',
}

/** The things that were touched: by name where they have one, with the way there. */
export function Objects({ entry: { kind, objects, things = [] } }: { entry: Entry }) {
  if (objects.length === 0) return null
  const shown = objects.slice(0, 3)
  return (
    <span className="small">
      {shown.map((id, index) => (
        <span key={id}>
          {index > 0 ? ', ' : null}
          <One id={id} kind={kind} thing={things.find((one) => one.id === id)} />
        </span>
      ))}
      {objects.length > shown.length ? ` ${t('audit.more', { count: objects.length - shown.length })}` : null}
    </span>
  )
}

function One({ id, kind, thing }: { id: string; kind: string; thing: Thing | undefined }) {
  const place = nameless[kind.split('.')[0] ?? '']
  if (thing !== undefined)
    return (
      <Link href={pageOf(thing)} title={id}>
        <Name thing={thing} />
      </Link>
    )
  if (place !== undefined)
    return (
      <Link href={`${place}/${encodeURIComponent(id)}`} title={id}>
        {shortId(id)}
      </Link>
    )
  return <code title={id}>{shortId(id)}</code>
}

function Name({ thing: { path, name } }: { thing: Thing }) {
  if (!path.startsWith('/sign-ons/'))
    return <Text text={path.startsWith('/roles/') ? roleName(name ?? '') : (name ?? '')} />
  return name === null ? t('audit.sign-in') : <Say k="audit.sign-in-of" v={{ name: <Text text={name} /> }} />
}

/** The page of what the API reads there: most have the same address. */
function pageOf({ path, name }: Thing): string {
  if (path.startsWith('/tokens/')) return '/settings/tokens'
  const [values] = /^\/lookups\/[^/]+(?=\/values\/)/.exec(path) ?? []
  return values === undefined ? path : `${values}?search=${encodeURIComponent(name ?? '')}`
}
