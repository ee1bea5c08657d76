import { createHash, X509Certificate } from 'node:crypto'
import type { FieldChange } from './compare.ts'
import type { ConfigDifference } from './reconcile.ts'
import type { Kind } from './thing.ts'

/** A plan as API and command line tell it. */
export interface ShownDifference {
  readonly differences: readonly {
    readonly op: 'add' | 'change' | 'remove'
    readonly kind: Kind
    readonly title: string
    /** Null: not set. */
    readonly fields: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[]
    readonly takes: {
      readonly grants: number
      readonly identities: number
      readonly people: number
      readonly exact: boolean
    } | null
  }[]
  /** What the file does not name, and what stays. */
  readonly left: readonly { readonly kind: Kind; readonly title: string }[]
  readonly takes: number
  readonly mustConfirm: boolean
  readonly plan: string
  readonly revision: number | null
}

/** A plan in plain data. Certificates are told by their fingerprints. */
export const shownDifference = (made: ConfigDifference): ShownDifference => ({
  differences: made.differences.map((one) => {
    const taken = made.taken.get(one)
    return {
      op: one.op,
      kind: (one.named ?? one.stored)?.kind ?? 'setting',
      title: one.title,
      fields: one.op === 'remove' ? [] : one.fields.map(shownField),
      takes: taken
        ? { grants: taken.grants, identities: taken.identities, people: taken.people, exact: taken.exact }
        : null,
    }
  }),
  left: made.left.map(({ kind, title }) => ({ kind, title })),
  takes: made.takes,
  mustConfirm: made.mustConfirm,
  plan: made.digest,
  revision: made.revision,
})

const shownField = ({ field, from, to }: FieldChange) => ({ field, from: shownValue(from), to: shownValue(to) })

function shownValue(value: unknown): unknown {
  if (value === undefined) return null
  if (Array.isArray(value)) return value.map(shownValue)
  if (typeof value !== 'string' || !value.includes('-----BEGIN')) return value
  try {
    return `certificate ${new X509Certificate(value).fingerprint256.replaceAll(':', '').toLowerCase()}`
  } catch {
    return `text ${createHash('sha256').update(value).digest('hex')}`
  }
}
