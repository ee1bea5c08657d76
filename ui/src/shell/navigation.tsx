import { ScrollArea } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import type { Shape } from '../api.ts'
import { type MenuEntry, menu } from '../pages/pages.ts'
import { Icon } from '../parts/icon.tsx'
import { useGet } from '../query.ts'
import { useMay } from '../session.tsx'
import { t } from '../text.tsx'

/** The menu: only what the person may see. */
export function Navigation() {
  return (
    <ScrollArea className="menu" type="auto">
      {menu.map((group) => (
        <Group key={group.entries[0]?.path} group={group} />
      ))}
    </ScrollArea>
  )
}

function Group({ group }: { group: (typeof menu)[number] }) {
  return (
    <div className="menu-group">
      {group.title === null ? null : <h2 className="menu-title">{t(group.title)}</h2>}
      <ul>
        {group.entries.map((entry) => (
          <Entry key={entry.path} entry={entry} />
        ))}
      </ul>
    </div>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  const [location] = useLocation()
  const may = useMay(entry.scope)
  if (!may) return null
  const current = location === entry.path || (entry.path !== '/' && location.startsWith(`${entry.path}/`))
  return (
    <li>
      <Link href={entry.path} aria-current={current ? 'page' : undefined}>
        <Icon name={entry.icon} />
        <span>{t(entry.title)}</span>
        {entry.path === '/worklist' ? <Waiting /> : null}
      </Link>
    </li>
  )
}

/** How many things wait for somebody. */
function Waiting() {
  const counts = useGet<Shape<'workCounts'>>('/worklist/counts', {}, { every: 60_000 })
  const open = counts.data?.open ?? 0
  return open === 0 ? null : <span className="badge warn">{open > 999 ? '999+' : open}</span>
}
