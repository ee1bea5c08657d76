import { Button, CloseButton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'

/** Other names that lead to an entry: what arrives under one of them becomes this entry. */
export function Aliases({ path, names }: { path: string; names: readonly string[] }) {
  const [name, setName] = useState('')
  const may = useMay('directory:write')
  const add = useChange({ onDone: () => setName('') })
  const remove = useChange()
  return (
    <section>
      <h3>{t('lookups.aliases')}</h3>
      <p className="soft small">{t('lookups.aliases-text')}</p>
      <ul className="plain">
        {names.map((one) => (
          <li key={one} className="row">
            <Text text={one} />
            {may ? (
              <CloseButton
                size="sm"
                aria-label={t('lookups.alias-remove', { name: one })}
                onClick={() => remove.mutate({ method: 'DELETE', path: `${path}/aliases`, query: { name: one } })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            add.mutate({ method: 'POST', path: `${path}/aliases`, body: { name: name.trim() } })
          }}
        >
          <TextInput
            className="grow"
            aria-label={t('lookups.alias-new')}
            placeholder={t('lookups.alias-new')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={256}
          />
          <Button type="submit" variant="default" loading={add.isPending} disabled={name.trim() === ''}>
            {t('act.add')}
          </Button>
        </form>
      ) : null}
      <NotSaved error={add.error ?? remove.error} />
    </section>
  )
}
