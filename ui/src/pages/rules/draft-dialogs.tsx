import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import { type ApiError, type Given, get } from '../../api.ts'
import { useMay } from '../../session.tsx'
import { Late } from './late.tsx'
import { PreviewDraft } from './preview-draft.tsx'
import { type FieldErrors, type Revised, SaveRules } from './save-rules.tsx'
import { tellSaved } from './tell-saved.tsx'
import { TryDraft } from './try-draft.tsx'
import type { DraftPageState, OfProvider } from './use-draft-page.ts'
import type { RulesNow } from './use-rule-draft.ts'
import './rules.css'

/** Which dialog of a draft is open. */
export type Opened = 'save' | 'preview' | 'try'

/** What is sent of a draft, and the keys of its rows by their places there. */
export interface Made {
  readonly draft: Given<'draftInput'>
  readonly keys: readonly string[]
}

/** Everything that is done with a draft of rules as a whole: shown, tried, saved, laid over what others have saved. */
export function DraftDialogs<Row extends OfProvider>({
  of,
  page,
  make,
  nameOf,
  note,
}: {
  of: 'converters' | 'role-rules'
  page: DraftPageState<Row>
  make: () => Made
  nameOf: (row: Row) => ReactNode
  note?: ReactNode
}) {
  const { draft, base, provider, opened, onOpen, rowsOf, start: onMerged, saved: onSaved } = page
  /** Where the rows stand in what is sent. */
  const field = of === 'converters' ? 'converters' : 'roleRules'
  const mayUndo = useMay('directory:write')
  const [late, setLate] = useState<ApiError | null>(null)
  const [tried, setTried] = useState<string | null>(null)
  const isDirty = draft.outline().changes > 0
  const client = useQueryClient()
  /** The dialog stays in front until the draft stands upon what was saved: what is typed next is not lost. */
  const finish = async (revised: Revised) => {
    try {
      const fresh = await get<RulesNow>('/rules', { of })
      client.setQueryData(['/rules', { of }], fresh)
      onMerged(fresh, [])
    } catch {
      // It is saved all the same; the page reads it as soon as it can.
      onSaved()
    }
    tellSaved(revised, mayUndo)
    // Who came from trying it may want to carry it out now.
    onOpen(tried === null ? null : 'try')
  }
  const wrong = useCallback(
    (errors: FieldErrors, { keys }: Made) => {
      const byRow = new Map<string, Record<string, string>>()
      for (const { field: name, message } of errors) {
        // What has a wrong form is named by its place in what was sent, what is wrong otherwise by its place among the rows.
        const [of, at = '', ...rest] = name
          .replace(/^draft\./, '')
          .replace('.upsert.', '.')
          .split('.')
        const key = of === field ? keys[Number(at)] : undefined
        if (key !== undefined) byRow.set(key, { ...byRow.get(key), [rest.join('.')]: message })
      }
      if (byRow.size === 0) return
      draft.fail(byRow)
      setTried(null)
      onOpen(null)
      const [first] = byRow.keys()
      requestAnimationFrame(() => {
        const row = document.querySelector(`[data-key="${CSS.escape(first ?? '')}"]`)
        row?.scrollIntoView({ block: 'center' })
        row?.querySelector<HTMLElement>('[aria-invalid], [data-cell]')?.focus()
      })
    },
    [draft, field, onOpen],
  )
  if (late) {
    return (
      <Late
        error={late}
        of={of}
        entries={draft.entries()}
        rowsOf={rowsOf}
        nameOf={nameOf}
        onMerged={(rules, edited) => {
          onMerged(rules, edited)
          setLate(null)
          onOpen('save')
        }}
        onClose={() => setLate(null)}
      />
    )
  }
  if (opened === null) return null
  return (
    <Opening
      key={opened}
      make={make}
      render={(made) =>
        opened === 'save' ? (
          <SaveRules
            basedOn={base.revision}
            draft={made.draft}
            note={note}
            onSaved={finish}
            onWrong={(errors) => wrong(errors, made)}
            onLate={(error) => {
              setTried(null)
              onOpen(null)
              setLate(error)
            }}
            onClose={() => onOpen(tried === null ? null : 'try')}
          />
        ) : opened === 'preview' ? (
          <PreviewDraft
            draft={isDirty ? made.draft : null}
            provider={provider}
            onWrong={(errors) => wrong(errors, made)}
            onClose={() => onOpen(null)}
          />
        ) : (
          <TryDraft
            draft={isDirty ? made.draft : null}
            provider={provider}
            providers={base.providers}
            replayId={tried}
            onTried={setTried}
            onWrong={(errors) => wrong(errors, made)}
            onSave={isDirty ? () => onOpen('save') : null}
            onClose={() => {
              setTried(null)
              onOpen(null)
            }}
          />
        )
      }
    />
  )
}

/** What is sent is made once, when a dialog opens: the rows lie behind it and do not change. */
function Opening({ make, render }: { make: () => Made; render: (made: Made) => ReactNode }) {
  const [made] = useState(make)
  return render(made)
}
