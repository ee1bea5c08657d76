import type { Restoring } from '../api/edit/revisions.ts'
import { wholeNumber } from './numbers.ts'

/** The options of commands that bring rules back. */
export const restoringOptions = {
  'dry-run': { type: 'boolean' },
  'withdraw-now': { type: 'boolean' },
  'confirm-withdrawals': { type: 'string' },
  'confirm-widening': { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface Given {
  readonly 'dry-run'?: boolean | undefined
  readonly 'withdraw-now'?: boolean | undefined
  readonly 'confirm-withdrawals'?: string | undefined
  readonly 'confirm-widening'?: boolean | undefined
}

/** How rules are brought back, or what is wrong with the command line. */
export function readRestoring(given: Given): Restoring | string {
  const text = given['confirm-withdrawals']
  const confirm = text === undefined ? undefined : wholeNumber(text, { min: 0, max: 999_999_999 })
  if (confirm === null) return '--confirm-withdrawals must be a whole number.'
  return {
    dryRun: given['dry-run'] ?? false,
    withdraw: given['withdraw-now'] ? 'now' : 'next-sign-on',
    confirm,
    confirmWidening: given['confirm-widening'] ?? false,
  }
}
