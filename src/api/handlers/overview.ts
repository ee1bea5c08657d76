import { workKinds } from '../../core/work.ts'
import { hasLocalAdministrator } from '../../store/local-users.ts'
import { readFigures, readSetUp } from '../../store/overview.ts'
import { listProviders } from '../../store/providers.ts'
import { listSpKeys } from '../../store/sp-keys.ts'
import { countWork } from '../../store/worklist.ts'
import { version } from '../../version.ts'
import { may } from '../caller.ts'
import { overview, overviewQuery } from '../contract/overview.ts'
import { scopeToSee } from '../edit/work-rights.ts'
import { endingCertificates, figuresOf, stretchesOf } from '../overview-view.ts'
import { one, type Route } from '../route.ts'

export const overviewRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/overview',
    summary: 'Counts sign-ons by time, outcome and provider, and tells what ends soon, what waits and what is set up',
    scope: 'directory:read',
    query: overviewQuery,
    answer: overview,
    handle: async ({ app, caller, query: { range = 'day' } }) => {
      const now = app.now()
      const { stretch, begins } = stretchesOf(range, now)
      const from = begins[0] ?? now
      const [figures, providers, keys, work, done, administrator] = await Promise.all([
        readFigures(app.db, from, stretch),
        listProviders(app.db),
        listSpKeys(app.db),
        countWork(app.db),
        readSetUp(app.db),
        hasLocalAdministrator(app.db),
      ])
      const open = (kind: string) => work.reduce((sum, one) => sum + (one.kind === kind ? one.open : 0), 0)
      return {
        body: {
          version,
          range,
          from,
          to: now,
          stretches: begins,
          ...figuresOf(figures, begins, providers),
          worklist: workKinds
            .map((kind) => ({ kind, open: open(kind) }))
            .filter(({ kind, open }) => open > 0 && may(caller, scopeToSee(kind))),
          certificates: may(caller, 'trust:read') ? endingCertificates(providers, keys, now) : null,
          setUp: [
            { fact: 'emergency-administrator', done: administrator },
            { fact: 'provider', done: done.provider },
            { fact: 'test', done: done.tested },
            { fact: 'mapping', done: done.mapping },
            { fact: 'provider-enabled', done: done.enabled },
            { fact: 'sign-on', done: done.signedOn },
            { fact: 'notifications', done: done.notified },
          ],
        },
      }
    },
  }),
]
