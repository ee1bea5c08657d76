import type { Delivery } from '../store/deliveries.ts'

/** A message as the API shows it: what became of it, not what is in it. */
export const showDelivery = (one: Delivery) => {
  const { id, event, state, attempts, createdAt, triedAt, nextAt, doneAt, status, code } = one
  const next = state === 'waiting' ? nextAt : null
  return { id, event, state, attempts, createdAt, triedAt, nextAt: next, doneAt, status, code }
}
