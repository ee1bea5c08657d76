import { Select } from '@mantine/core'
import { useAddress } from '../../address.ts'
import { SearchField } from '../../parts/search-field.tsx'
import { t } from '../../text.tsx'
import type { RulesNow } from './use-rule-draft.ts'

/** Which rows of a page of rules are shown: by a part of their texts, and by provider. Both stand in the address. */
export function RuleFilters({ providers }: { providers: RulesNow['providers'] }) {
  const [params, set] = useAddress()
  return (
    <div className="list-tools">
      <SearchField value={params.get('search') ?? ''} onChange={(text) => set('search', text, true)} />
      {providers.length > 1 || params.has('provider') ? (
        <Select
          aria-label={t('rules.provider')}
          data={[
            { value: '', label: t('rules.all-providers') },
            ...providers.map((one) => ({ value: one.slug, label: one.name })),
          ]}
          value={params.get('provider') ?? ''}
          onChange={(value) => set('provider', value, true)}
          allowDeselect={false}
        />
      ) : null}
    </div>
  )
}
