import { CloseButton, TextInput } from '@mantine/core'
import { t } from '../text.tsx'
import { Icon } from './icon.tsx'
import './data-list.css'

/** Where one types what a list is searched for. */
export const SearchField = ({ value, onChange }: { value: string; onChange: (text: string) => void }) => (
  <TextInput
    className="list-search"
    type="search"
    aria-label={t('list.search')}
    placeholder={t('list.search')}
    value={value}
    maxLength={200}
    onChange={(event) => onChange(event.currentTarget.value)}
    leftSection={<Icon name="search" size={16} />}
    rightSection={
      value === '' ? null : <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => onChange('')} />
    }
  />
)
