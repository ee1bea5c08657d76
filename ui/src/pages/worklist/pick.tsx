import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'

/** Picks an entry of a lookup by its name. */
export function PickValue({ lookup, busy, onPick }: { lookup: string; busy: boolean; onPick: (id: string) => void }) {
  return (
    <Pick
      path={`/lookups/${encodeURIComponent(lookup)}/values`}
      label={t('worklist.pick-value')}
      button={t('worklist.alias-do')}
      busy={busy}
      onPick={onPick}
    />
  )
}

/** Picks a role by its name. */
export function PickRole({ busy, onPick }: { busy: boolean; onPick: (id: string) => void }) {
  return (
    <Pick
      path="/roles"
      label={t('worklist.pick-role')}
      button={t('worklist.rule-do')}
      busy={busy}
      onPick={onPick}
      nameOf={roleName}
    />
  )
}

function Pick({
  path,
  label,
  button,
  busy,
  onPick,
  nameOf = (name) => name,
}: {
  path: string
  label: string
  button: string
  busy: boolean
  onPick: (id: string) => void
  nameOf?: (name: string) => string
}) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [asked] = useDebouncedValue(search.trim(), 200)
  const found = useGet<ListPage<Pick<Shape<'role'>, 'id' | 'name'>>>(path, { search: asked, limit: 20 })
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== null) onPick(chosen)
      }}
    >
      <Select
        className="grow"
        aria-label={label}
        placeholder={label}
        searchable
        clearable
        searchValue={search}
        onSearchChange={setSearch}
        value={chosen}
        onChange={setChosen}
        filter={({ options }) => options}
        data={(found.data?.items ?? []).map((one) => ({ value: one.id, label: nameOf(one.name) }))}
        nothingFoundMessage={t('list.nothing-found')}
      />
      <Button type="submit" variant="default" disabled={chosen === null} loading={busy}>
        {button}
      </Button>
    </form>
  )
}
