import type { ReactNode } from 'react'
import { Link, Redirect, useLocation } from 'wouter'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { mayOf, useSession } from '../../session.tsx'
import { t } from '../../text.tsx'
import { sections } from './sections.ts'
import './settings.css'

const isIn = (location: string, path: string): boolean => location === path || location.startsWith(`${path}/`)

/** `/settings`: the first page that this person may see. */
export function SettingsStart() {
  const session = useSession()
  const first = sections.flatMap((group) => group.entries).find((one) => mayOf(session, one.scope))
  return <Redirect to={first?.path ?? '/settings/me'} replace />
}

/** A page of the settings, with the way to the others beside it; on a narrow screen behind one line above it. */
export function SettingsPage({
  title,
  lead,
  actions,
  children,
}: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  const [location] = useLocation()
  const current = sections.flatMap((group) => group.entries).find((one) => isIn(location, one.path))
  return (
    <div className="settings">
      <nav className="settings-wide" aria-label={t('nav.settings')}>
        <Sections location={location} />
      </nav>
      <details className="settings-narrow" key={location}>
        <summary>
          <span className="soft">{t('nav.settings')}</span>
          <strong>{current ? t(current.title) : title}</strong>
          <Icon name="right" size={16} />
        </summary>
        <nav aria-label={t('nav.settings')}>
          <Sections location={location} />
        </nav>
      </details>
      <Page title={title} lead={lead} actions={actions}>
        {children}
      </Page>
    </div>
  )
}

function Sections({ location }: { location: string }) {
  const session = useSession()
  return sections.map((group) => {
    const entries = group.entries.filter((one) => mayOf(session, one.scope))
    return entries.length === 0 ? null : (
      <section key={group.title}>
        <h2>{t(group.title)}</h2>
        <ul className="plain">
          {entries.map((one) => (
            <li key={one.path}>
              <Link href={one.path} aria-current={isIn(location, one.path) ? 'page' : undefined}>
                {t(one.title)}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
