import { Combobox, useCombobox } from '@mantine/core'
import { type ReactNode, useId, useRef, useState } from 'react'
import { t } from '../text.tsx'
import { Text } from './value.tsx'

/** One thing that a cell can hold: by what people call it, with its code beside it. */
export interface Pick {
  readonly value: string
  readonly label: string
  readonly code?: string
  readonly mark?: ReactNode
}

/** So many are offered at once; whoever looks for another one types. */
const offered = 80

/** A choice of many in a grid: a button that costs nothing, and the picker only while it is open. */
export function PickCell({
  cell,
  label,
  value,
  hint,
  picks,
  disabled,
  onChange,
  onNew,
  newLabel = '',
}: {
  cell: string
  label: string
  value: string
  /** Shown while nothing is chosen. */
  hint: string
  picks: readonly Pick[]
  disabled: boolean
  onChange: (value: string) => void
  /** Makes one that is not there yet, from what was typed. */
  onNew?: ((text: string) => void) | undefined
  newLabel?: string
}) {
  const [open, setOpen] = useState(false)
  /** The picker takes the place of the button, and the focus with it: whoever leaves it by a key, or chooses, stands here again. */
  const returns = useRef(false)
  if (open) {
    return (
      <Picker
        label={label}
        picks={picks}
        newLabel={onNew ? newLabel : ''}
        onEscape={() => {
          returns.current = true
          setOpen(false)
        }}
        onClose={() => setOpen(false)}
        onChoose={(chosen, text) => {
          returns.current = true
          setOpen(false)
          if (chosen === '') onNew?.(text)
          else onChange(chosen)
        }}
      />
    )
  }
  const known = picks.find((one) => one.value === value)
  return (
    <button
      type="button"
      className="grid-text"
      data-cell={cell}
      ref={(button) => {
        if (!button || !returns.current) return
        returns.current = false
        button.focus()
      }}
      aria-haspopup="listbox"
      disabled={disabled}
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        // Whoever begins to type wants to choose.
        const types = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
        if (types) setOpen(true)
      }}
    >
      <span className="hide">{label}: </span>
      {value === '' ? (
        <span className="none">{hint}</span>
      ) : (
        <>
          <Text text={known?.label ?? value} /> {known?.mark}
          {known?.code === undefined ? null : <code>{known.code}</code>}
        </>
      )}
    </button>
  )
}

function Picker({
  label,
  picks,
  newLabel,
  onEscape,
  onClose,
  onChoose,
}: {
  label: string
  picks: readonly Pick[]
  newLabel: string
  onEscape: () => void
  onClose: () => void
  onChoose: (value: string, text: string) => void
}) {
  const [text, setText] = useState('')
  const combobox = useCombobox({ defaultOpened: true, onDropdownClose: onClose })
  const listId = useId()
  // Only what is drawn once the list is there names it for the field.
  const [, setListed] = useState(false)
  const asked = text.trim().toLowerCase()
  const found = picks.filter(({ label: name, code = '' }) =>
    [name, code].some((one) => one.toLowerCase().includes(asked)),
  )
  return (
    <Combobox
      store={combobox}
      width={300}
      position="bottom-start"
      onOptionSubmit={(value) => onChoose(value, text.trim())}
    >
      <Combobox.Target withExpandedAttribute>
        <input
          className="grid-text"
          type="text"
          aria-autocomplete="list"
          aria-label={label}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            combobox.openDropdown()
            requestAnimationFrame(() => combobox.selectFirstOption())
          }}
          onBlur={onClose}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            onEscape()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options
          id={listId}
          className="grid-picks"
          aria-label={label}
          ref={(list) => setListed(list !== null)}
        >
          {found.slice(0, offered).map((one) => (
            <Combobox.Option key={one.value} value={one.value}>
              <Text text={one.label} /> {one.code === undefined ? null : <code className="soft">{one.code}</code>}{' '}
              {one.mark}
            </Combobox.Option>
          ))}
          {found.length === 0 ? <Combobox.Empty>{t('list.nothing-found')}</Combobox.Empty> : null}
          {newLabel === '' ? null : <Combobox.Option value="">{newLabel}</Combobox.Option>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
