import { AppShell, Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import type { Shape } from '../api.ts'
import { keepFor } from '../kept.ts'
import { pages } from '../pages/pages.ts'
import { Page } from '../parts/page.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import { useGet } from '../query.ts'
import { SessionProvider, useMay } from '../session.tsx'
import { t } from '../text.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Caught } from './caught.tsx'
import { Find } from './find.tsx'
import { Navigation } from './navigation.tsx'
import { Prove } from './prove.tsx'
import './shell.css'

/** The frame of every page: who is signed in, the menu, and the page that the address names. */
export function Shell() {
  const session = useGet<Shape<'session'>>('/session')
  if (session.isError) return <Failure error={session.error} again={() => session.refetch()} />
  if (!session.data) return null
  // Before any page reads what it had begun.
  keepFor(session.data.userId)
  return (
    <SessionProvider session={session.data}>
      <Frame name={session.data.displayName} demo={session.data.demo} />
      <Prove />
    </SessionProvider>
  )
}

function Frame({ name, demo }: { name: string; demo: boolean }) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const [location] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chosen page closes the menu
  useEffect(close, [location])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 244, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <AppShell.Header className="top">
        <a className="skip" href="#content">
          {t('shell.skip')}
        </a>
        <Burger
          opened={opened}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={opened ? t('nav.close') : t('nav.open')}
          aria-expanded={opened}
        />
        <a className="brand" href="/admin">
          {name}
        </a>
        <Find />
        <AccountMenu />
      </AppShell.Header>
      <AppShell.Navbar className="side" aria-label={t('nav.label')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content">
        {demo ? <p className="note warn small demo">{t('shell.demo')}</p> : null}
        <Caught key={location}>
          <Suspense fallback={<Loading lines={6} />}>
            <Switch>
              {pages.map((page) => (
                <Route key={page.path} path={page.path}>
                  {(params) => <Allowed page={page} params={params as Readonly<Record<string, string>>} />}
                </Route>
              ))}
              <Route>
                <Page title={t('shell.not-found')} lead={t('shell.not-found-text')} />
              </Route>
            </Switch>
          </Suspense>
        </Caught>
      </AppShell.Main>
    </AppShell>
  )
}

function Allowed({ page, params }: { page: (typeof pages)[number]; params: Readonly<Record<string, string>> }) {
  const may = useMay(page.scope)
  if (!may) return <Page title={t('failure.forbidden')} />
  return <page.component params={params} />
}
