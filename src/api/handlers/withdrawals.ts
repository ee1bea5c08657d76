import { withdrawals } from '../contract.ts'
import { resumeWithdrawals, withdrawalsOf } from '../edit/withdrawals.ts'
import { one, type Route } from '../route.ts'

export const withdrawalRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/providers/:id/withdrawals',
    summary: 'Tells how many grants the sign-ons of a provider took away in this hour, and how many they may',
    scope: 'trust:read',
    answer: withdrawals,
    handle: async ({ app, params }) => ({ body: await withdrawalsOf(app, params.id ?? '') }),
  }),
  one({
    method: 'POST',
    path: '/providers/:id/withdrawals/resume',
    summary: 'Lets the sign-ons of a provider take grants away again after its ceiling was reached',
    scope: 'trust:write',
    answer: withdrawals,
    handle: async ({ app, params }) => ({ body: await resumeWithdrawals(app, params.id ?? '') }),
  }),
]
