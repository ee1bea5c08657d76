import { Switch, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import type { Settings } from './provider.ts'

type Exceptions = NonNullable<Settings['exceptions']>
type Name = keyof Exceptions

const names: readonly Name[] = ['legacy-algorithms', 'cbc-unsigned', 'loose-ids', 'signature-last']

/** Days that a new exception lasts unless another day is chosen. */
const usualDays = 30

const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** What this partner is excused from: each narrower than it sounds, each with its last day, and told of in the security report. */
export function Exceptions({ value, onChange }: { value: Exceptions; onChange: (next: Exceptions) => void }) {
  const today = dayIn(0)
  const set = (name: Name, until: string | null) => {
    const { [name]: _, ...rest } = value
    onChange(until === null ? rest : { ...rest, [name]: until })
  }
  return (
    <>
      <p className="note warn">{t('providers.exceptions-text')}</p>
      <ul className="exceptions">
        {names.map((name) => {
          const until = value[name]
          return (
            <li key={name}>
              <Switch
                label={t(`providers.exception-${name}`)}
                description={t(`providers.exception-${name}-hint`)}
                checked={until !== undefined}
                onChange={(event) => set(name, event.currentTarget.checked ? dayIn(usualDays) : null)}
              />
              {until === undefined ? null : (
                <TextInput
                  type="date"
                  label={t('providers.exception-until')}
                  value={until}
                  min={today}
                  onChange={(event) => event.currentTarget.value !== '' && set(name, event.currentTarget.value)}
                  error={until < today ? t('providers.exception-over') : null}
                  maw="12rem"
                />
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
