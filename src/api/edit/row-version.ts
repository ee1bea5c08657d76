import { diffRules, type RulesContent } from '../../core/rules-diff.ts'
import { JitupError } from '../../errors.ts'
import type { Tx } from '../../store/database.ts'
import { contentNow, contentWithVersion, revisionsAfter } from '../../store/revisions.ts'
import { rulesNames, tellChange } from '../rules-words.ts'

/** As many later revisions as an error tells of. */
const told = 20

/**
 * Holds a row of the rules to the version that somebody looked at.
 * @param row.slug of a provider
 * @throws JitupError `precondition_failed` with what has changed since, and by whose revisions, where that is still known
 */
export async function assertRowVersion(
  tx: Tx,
  row: { readonly id: string; readonly version: number; readonly slug?: string },
  expected: number | undefined,
): Promise<void> {
  if (expected === undefined || expected === row.version) return
  const text = 'Somebody changed this meanwhile. Look at it again.'
  throw new JitupError('precondition_failed', text, {
    currentVersion: row.version,
    ...(await since(tx, row, expected)),
  })
}

async function since(tx: Tx, row: { id: string; version: number; slug?: string }, version: number) {
  if (version < 1 || version > row.version) return {}
  const looked = await contentWithVersion(tx, {
    of: row.slug === undefined ? 'row' : 'provider',
    key: row.slug ?? row.id,
    version,
  })
  if (!looked) return {}
  const now = await contentNow(tx)
  const only = ({ converters, roleRules, providers }: RulesContent): RulesContent => ({
    converters: converters.filter((one) => one.id === row.id),
    roleRules: roleRules.filter((one) => one.id === row.id),
    providers: providers.filter((one) => one.id === row.id),
  })
  const names = await rulesNames(tx, [looked, now])
  return {
    changes: diffRules(only(looked), only(now)).map((one) => tellChange(one, names)),
    revisions: await revisionsAfter(tx, looked.revision, told),
  }
}
