import { Button, Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Given, Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { PickRole, PickValue } from './pick.tsx'

type Detail = Shape<'workDetail'>
type Action = Given<'workAction'>

interface Part {
  readonly entry: Detail
  readonly busy: boolean
  readonly onSend: (action: Action) => void
}

const Choose = ({
  title,
  hint,
  children,
}: {
  title: 'worklist.alias' | 'worklist.rule' | 'worklist.link' | 'worklist.create'
  hint: 'worklist.alias-hint' | 'worklist.rule-hint' | 'worklist.link-hint' | 'worklist.create-hint'
  children: React.ReactNode
}) => (
  <section>
    <h3>{t(title)}</h3>
    <p className="soft small">{t(hint)}</p>
    {children}
  </section>
)

/** A new entry of a lookup, as it arrived or by a better name. */
export function Create({ entry, busy, onSend }: Part) {
  const arrived = String(entry.facts.text ?? '')
  const [name, setName] = useState(arrived)
  return (
    <Choose title="worklist.create" hint="worklist.create-hint">
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          onSend({ action: 'create', ...(name.trim() === arrived ? {} : { name: name.trim() }) })
        }}
      >
        <TextInput
          className="grow"
          aria-label={t('worklist.create-name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={256}
        />
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t('worklist.create-do')}
        </Button>
      </form>
    </Choose>
  )
}

/** Another name of an entry that is there. */
export const Alias = ({ entry, busy, onSend }: Part) => (
  <Choose title="worklist.alias" hint="worklist.alias-hint">
    <PickValue
      lookup={String(entry.facts.lookup ?? '')}
      busy={busy}
      onPick={(value) => onSend({ action: 'alias', value })}
    />
  </Choose>
)

/** A role that a group gives from now on. */
export function Rule({ entry, busy, onSend }: Part) {
  const [everywhere, setEverywhere] = useState(false)
  return (
    <Choose title="worklist.rule" hint="worklist.rule-hint">
      <Stack gap="xs">
        <PickRole
          busy={busy}
          onPick={(role) => onSend({ action: 'rule', role, ...(everywhere ? { everywhere } : {}) })}
        />
        {entry.provider ? (
          <Checkbox
            label={t('worklist.rule-everywhere')}
            checked={everywhere}
            onChange={(event) => setEverywhere(event.currentTarget.checked)}
          />
        ) : null}
      </Stack>
    </Choose>
  )
}

/** Whom of several people a sign-in means. */
export function LinkPerson({ entry, busy, onSend }: Part) {
  const candidates = entry.candidates ?? []
  const [user, setUser] = useState(candidates[0]?.id ?? '')
  if (candidates.length === 0) return <p className="note warn">{t('worklist.link-nobody')}</p>
  return (
    <Choose title="worklist.link" hint="worklist.link-hint">
      <Stack gap="sm">
        <Radio.Group aria-label={t('worklist.link')} value={user} onChange={setUser}>
          <Stack gap="xs">
            {candidates.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                label={
                  <>
                    <Text text={one.name} />{' '}
                    <span className="soft">
                      <Text text={one.login} />
                    </span>
                  </>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group>
          <Button loading={busy} disabled={user === ''} onClick={() => onSend({ action: 'link', user })}>
            {t('worklist.link-do')}
          </Button>
        </Group>
      </Stack>
    </Choose>
  )
}
