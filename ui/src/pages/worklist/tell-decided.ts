import { call, type Shape } from '../../api.ts'
import { tellDone } from '../../parts/tell-done.ts'
import { tellUndo } from '../../parts/tell-undo.tsx'
import { queryClient } from '../../query.ts'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'

/** What was done, as its button says it. */
const doneBy: Readonly<Record<string, TextKey>> = {
  create: 'worklist.create-do',
  alias: 'worklist.alias-do',
  rule: 'worklist.rule-do',
  link: 'worklist.link-do',
  merge: 'worklist.merge-do',
  approve: 'worklist.do-approve',
  refuse: 'worklist.do-refuse',
  resume: 'worklist.do-resume',
  ignore: 'worklist.do-ignore',
  dismiss: 'worklist.do-dismiss',
  reopen: 'worklist.do-reopen',
}

/** What an action did, in the words of its button. */
export const doneText = (action: string): string => {
  const key = doneBy[action]
  return key === undefined ? action : t(key)
}

/** Says what was done about entries: the page has gone on by then, and what was put aside can be taken up again at once. */
export function tellDecided(entries: readonly Pick<Shape<'workEntry'>, 'id'>[], action: string): void {
  const count = entries.length
  if (action === 'dismiss') {
    tellUndo(t('worklist.told-dismiss', { count }), () => reopen(entries), t('worklist.told-reopen', { count }))
  } else if (action === 'ignore') tellDone(t('worklist.told-ignore', { count }))
  else if (action === 'reopen') tellDone(t('worklist.told-reopen', { count }))
  else tellDone(t('worklist.was-done', { action: doneText(action) }))
}

async function reopen(entries: readonly { readonly id: string }[]): Promise<void> {
  try {
    for (const { id } of entries) {
      const body = { action: 'reopen' }
      await call('POST', `/worklist/${id}/actions`, { body, key: crypto.randomUUID() })
    }
  } finally {
    await queryClient.invalidateQueries()
  }
}
