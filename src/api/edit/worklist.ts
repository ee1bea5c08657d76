import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Author } from '../../store/rules.ts'
import { workAction } from '../contract/worklist.ts'
import { check } from './change.ts'
import { saveRoleRule } from './role-rules.ts'
import { setUserStatus } from './users.ts'
import { resumeWithdrawals } from './withdrawals.ts'
import { deciding } from './work-decision.ts'
import { aliasValue, createValue, decideKey, ignoreGroup } from './work-edits.ts'
import { existingWork, known, type WorkEntry, type WorkInput } from './work-entry.ts'
import { linkSubject, mergeAlike } from './work-people.ts'
import { actionsOf, type May, scopesToDo } from './work-rights.ts'

/**
 * Does something about an entry: the edit itself, with all that it demands, and the entry's end in one transaction. Whoever was
 * faster has decided.
 * @throws JitupError `not_found`, `forbidden`, `validation_failed`, `conflict` when the entry is not in a state for it, or what it
 *   needs to know is not kept; and whatever the edit throws
 */
export async function actOnWork(app: App, author: Author, id: string, input: z.input<typeof workAction>, may: May) {
  const asked: WorkInput = check(workAction, input)
  const entry = await existingWork(app, id, may)
  const { kind, state } = entry
  const { action } = asked
  if (!actionsOf(entry, () => true).includes(action)) {
    const possible = actionsOf(entry, () => true)
    const text = `This entry is ${state}; what can be done about it: ${possible.join(', ') || 'nothing'}.`
    throw new JitupError('conflict', text, { state, actions: possible })
  }
  const scope = scopesToDo(kind, action).find((one) => !may(one))
  if (scope !== undefined) throw new JitupError('forbidden', `This needs the scope ${scope}.`, { scope })
  await carryOut(app, author, entry, asked, may)
  return existingWork(app, id, may)
}

async function carryOut(app: App, author: Author, entry: WorkEntry, asked: WorkInput, may: May): Promise<void> {
  const rights = { protectedRoles: may('admin'), emergencyFirst: true }
  const ending = deciding(app, author, entry, asked.action, 'resolved')
  switch (asked.action) {
    case 'create':
      return createValue(ending, entry, asked)
    case 'alias':
      return aliasValue(ending, entry, asked)
    case 'rule':
      return void (await saveRoleRule(
        ending,
        author,
        { group: known(entry, 'group'), role: asked.role, provider: asked.everywhere ? null : entry.provider },
        undefined,
        rights,
      ))
    case 'ignore':
      return ignoreGroup(ending, author, entry, rights)
    case 'link':
      return linkSubject(app, author, entry, asked, rights)
    case 'merge':
      return mergeAlike(app, author, entry, asked, rights)
    case 'approve':
    case 'refuse':
      if (entry.kind === 'key-waiting') return decideKey(ending, author, entry, asked.action, rights)
      return void (await setUserStatus(
        ending,
        entry.userId ?? '',
        { status: asked.action === 'approve' ? 'active' : 'disabled' },
        undefined,
        rights,
      ))
    case 'resume':
      return void (await resumeWithdrawals(ending, entry.providerId ?? ''))
    case 'dismiss':
      return deciding(app, author, entry, 'dismiss', 'dismissed').db.transaction(async () => {})
    case 'reopen':
      return deciding(app, author, entry, 'reopen', 'open').db.transaction(async () => {})
    default:
      return asked satisfies never
  }
}
