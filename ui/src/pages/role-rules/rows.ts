import type { Given, Shape } from '../../api.ts'
import { differing, type Entry } from '../../parts/draft.ts'

type SavedRule = Shape<'roleRule'>

/** A rule of the group mapping as it is edited. `role` is its id; empty: none is chosen yet. */
export interface RuleRow {
  readonly provider: string | null
  readonly groups: readonly string[]
  readonly match: 'glob' | null
  readonly role: string
}

export const rowOf = ({ provider, groups, match, role }: SavedRule): RuleRow => ({
  provider,
  groups,
  match,
  role: role.id,
})

export const newRule = (row: Partial<RuleRow> = {}): RuleRow => ({
  provider: null,
  groups: [''],
  match: null,
  role: '',
  ...row,
})

const isBlank = ({ groups, role }: RuleRow): boolean => role === '' && groups.join('') === ''

/** Blanks around a group and lines left blank say nothing. */
const tidied = (fields: Partial<RuleRow>): Partial<RuleRow> =>
  fields.groups === undefined
    ? fields
    : { ...fields, groups: fields.groups.map((one) => one.trim()).filter((one) => one !== '') }

/** What has to be saved, of changed rules their changed fields; and the keys of the rows by their places there. */
export function ruleDraft(entries: readonly Entry<RuleRow>[]) {
  const changed = entries.filter(
    ({ saved, row, state }) => state !== 'same' && state !== 'removed' && !(saved === null && isBlank(row)),
  )
  const upsert = changed.map(({ key, saved, row }) =>
    saved === null
      ? tidied(row)
      : { id: key, ...tidied(Object.fromEntries(differing(saved, row).map((field) => [field, row[field]]))) },
  )
  const remove = entries.filter((one) => one.state === 'removed').map((one) => one.key)
  const draft: Given<'draftInput'> = {
    roleRules: { upsert, remove } as NonNullable<Given<'draftInput'>['roleRules']>,
  }
  return { draft, keys: changed.map((one) => one.key) }
}
