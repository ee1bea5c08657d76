import type { z } from 'zod'
import { REDACTED } from '../../core/redact.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { type AlikeContact, contactsOfIds } from '../../store/alike.ts'
import { signOnsThere } from '../../store/sign-ons.ts'
import { isUuid } from '../../store/uuid.ts'
import { openWork, type WorkRecord, type WorkRow, workById } from '../../store/worklist.ts'
import type { workAction } from '../contract/worklist.ts'
import { notFound } from './change.ts'
import { type May, scopeToSee, type WorkAction } from './work-rights.ts'

/** What is to be done about an entry, and with what. */
export type WorkInput<Name extends WorkAction = WorkAction> = Extract<z.output<typeof workAction>, { action: Name }>

/** An entry with what it is about. Its sign-on is null once the journal has it no more. */
export interface WorkEntry extends WorkRow {
  readonly record: WorkRecord
  /** Who has the address that another person came with. */
  readonly owner: AlikeContact | null
}

/** Entries as they are read: opened, with the names that they need. Two statements, however many there are. */
export async function openedWork({ db, seal }: Pick<App, 'db' | 'seal'>, rows: readonly WorkRow[]) {
  const entries = rows.map((row) => ({ ...row, record: openWork(seal, row) }))
  const ownerOf = ({ kind, record }: (typeof entries)[number]) =>
    kind === 'email-conflict' ? String(record.problem?.details.contactId ?? '') : ''
  const [owners, there] = await Promise.all([
    contactsOfIds(db, entries.map(ownerOf).filter(isUuid)),
    signOnsThere(
      db,
      entries.flatMap((one) => one.signOnId ?? []),
    ),
  ])
  return entries.map(
    (one): WorkEntry => ({
      ...one,
      signOnId: one.signOnId !== null && there.has(one.signOnId) ? one.signOnId : null,
      owner: owners.find(({ id }) => id === ownerOf(one)) ?? null,
    }),
  )
}

/** @throws JitupError `not_found`, also for what the caller may not see */
export async function existingWork(app: App, id: string, may: May): Promise<WorkEntry> {
  const found = isUuid(id) ? await workById(app.db, id) : null
  if (!found || !may(scopeToSee(found.kind))) throw notFound('entry on the worklist')
  const [entry] = await openedWork(app, [found])
  if (!entry) throw notFound('entry on the worklist')
  return entry
}

/** What the entry knows of it. @throws JitupError `conflict` when it is not kept */
export function known({ record }: WorkEntry, fact: string): string {
  const value = record.facts?.[fact] ?? record.problem?.details[fact]
  if (value === undefined || value === '' || value === REDACTED) throw notKept()
  return String(value)
}

export const notKept = () =>
  new JitupError('conflict', 'What arrived is not kept, so that nothing can be done with it here.')
