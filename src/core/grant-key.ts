import type { Grant } from './types.ts'

/** One grant is one row: two grants with the same key are the same grant. */
export const grantKey = ({ roleId, origin }: Pick<Grant, 'roleId' | 'origin'>): string =>
  origin.kind === 'provider'
    ? JSON.stringify([roleId, origin.kind, origin.providerId, origin.ruleId])
    : JSON.stringify([roleId, origin.kind])
