import { type KeyboardEvent, type ReactNode, useRef } from 'react'

/** What every cell of a grid that is edited has. */
interface CellProps {
  /** The name of its column: arrows up and down stay in it. */
  readonly cell: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
  readonly error?: string | undefined
}

/** A text in a grid. Escape brings back what was there. */
export function TextCell({
  cell,
  label,
  value,
  onChange,
  disabled,
  error,
  placeholder,
  list,
  maxLength,
}: CellProps & { placeholder?: string; list?: string; maxLength?: number }) {
  const before = useRef(value)
  const takeBack = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onChange(before.current)
  }
  return (
    <>
      <input
        className="grid-text"
        type="text"
        data-cell={cell}
        aria-label={label}
        aria-invalid={error === undefined ? undefined : true}
        value={value}
        placeholder={placeholder}
        list={list}
        maxLength={maxLength}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        onFocus={() => {
          before.current = value
        }}
        onKeyDown={takeBack}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <CellError error={error} />
    </>
  )
}

/** One of a few in a grid: the browser's own list, so that hundreds of them cost nothing. */
export function ChoiceCell({
  cell,
  label,
  value,
  onChange,
  disabled,
  error,
  choices,
}: CellProps & { choices: readonly { readonly value: string; readonly label: string }[] }) {
  return (
    <>
      <select
        className="grid-text grid-choice"
        data-cell={cell}
        aria-label={label}
        aria-invalid={error === undefined ? undefined : true}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      <CellError error={error} />
    </>
  )
}

/** Why a cell was not saved. */
export const CellError = ({ error }: { error: ReactNode }) =>
  error === undefined || error === null ? null : (
    <p className="grid-error" role="alert">
      {error}
    </p>
  )
