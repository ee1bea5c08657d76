import { CloseButton, Select, TextInput } from '@mantine/core'
import { useSearchParams } from 'wouter'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import type { RulesNow } from './use-rule-draft.ts'
import '../../parts/data-list.css'

/** Which rows of a page of rules are shown: by a part of their texts, and by provider. Both stand in the address. */
export function RuleFilters({ providers }: { providers: RulesNow['providers'] }) {
  const [params, setParams] = useSearchParams()
  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  const search = params.get('search') ?? ''
  return (
    <div className="list-tools">
      <TextInput
        className="list-search"
        type="search"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={search}
        maxLength={200}
        onChange={(event) => set('search', event.currentTarget.value)}
        leftSection={<Icon name="search" size={16} />}
        rightSection={
          search === '' ? null : (
            <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => set('search', null)} />
          )
        }
      />
      {providers.length > 1 || params.has('provider') ? (
        <Select
          aria-label={t('rules.provider')}
          data={[
            { value: '', label: t('rules.all-providers') },
            ...providers.map((one) => ({ value: one.slug, label: one.name })),
          ]}
          value={params.get('provider') ?? ''}
          onChange={(value) => set('provider', value)}
          allowDeselect={false}
        />
      ) : null}
    </div>
  )
}
