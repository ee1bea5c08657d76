import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Shape } from '../../api.ts'
import { sentenceOf } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { returnWords, takenWords } from './fallout-words.ts'

/**
 * Says that rules were saved as a version, with the way to take back what it changed.
 * @param mayUndo false: whoever it was may not, and is only told
 */
export function tellSaved(
  { revision, withdrawals }: Pick<Shape<'revised'>, 'revision' | 'withdrawals'>,
  mayUndo: boolean,
): void {
  if (revision === null) {
    notifications.show({ position: 'top-right', message: t('rules.nothing-saved') })
    return
  }
  const id = `rules-${revision}`
  notifications.show({
    id,
    title: t('saved.title'),
    message: (
      <Saved
        revision={revision}
        taken={takenWords(withdrawals)}
        mayUndo={mayUndo}
        onUndone={() => notifications.hide(id)}
      />
    ),
    autoClose: 12_000,
    // The bar of the draft stands below.
    position: 'top-right',
    closeButtonProps: { 'aria-label': t('act.close') },
  })
}

/** Says that a version, or what one changed, is back, and what that means for people. */
export function tellBack(
  sentence: string,
  { conflicts, withdrawals, returns }: Pick<Shape<'restored'>, 'conflicts' | 'withdrawals' | 'returns'>,
): void {
  const told = [...takenWords(withdrawals), ...returnWords(returns), ...conflicts.map((one) => one.sentence)]
  notifications.show({
    position: 'top-right',
    color: conflicts.length > 0 ? 'yellow' : 'teal',
    message: <Text text={[sentence, ...told].join(' ')} />,
    // There may be much to read.
    autoClose: told.length > 0 ? 12_000 : 6_000,
    closeButtonProps: { 'aria-label': t('act.close') },
  })
}

function Saved({
  revision,
  taken,
  mayUndo,
  onUndone,
}: {
  revision: number
  taken: readonly string[]
  mayUndo: boolean
  onUndone: () => void
}) {
  const undo = useChange<Shape<'undone'>>({
    onDone: ({ rules }) => {
      onUndone()
      if (rules) tellBack(t('rules.undone', { revision }), rules)
    },
  })
  return (
    <div className="row">
      <span>
        <Text
          text={[t('rules.saved', { revision }), ...(taken.length > 0 ? taken : [t('rules.saved-counts')])].join(' ')}
        />
      </span>
      {mayUndo ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={undo.isPending}
          onClick={() => undo.mutate({ method: 'POST', path: '/undo', body: { revision } })}
        >
          {t('act.undo')}
        </Button>
      ) : null}
      {undo.isError ? <span role="alert">{sentenceOf(undo.error)}</span> : null}
    </div>
  )
}
