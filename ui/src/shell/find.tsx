import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { ListPage, Shape } from '../api.ts'
import { menu } from '../pages/pages.ts'
import { sections } from '../pages/settings/sections.ts'
import { Icon } from '../parts/icon.tsx'
import { Cell } from '../parts/value.tsx'
import { useGet } from '../query.ts'
import { mayOf, type Scope, useSession } from '../session.tsx'
import { loadBothTexts, namesOf, t } from '../text.tsx'
import type { TextKey } from '../texts/dictionary.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface Found {
  readonly path: string
  readonly scope: Scope | null
  /** What it is called, and other words by which it is found. */
  readonly keys: readonly [title: TextKey, ...others: TextKey[]]
}

/** What the menu leads to, and the pages of the settings. */
const everyPage: readonly Found[] = [
  ...menu
    .flatMap((group) => group.entries)
    .map(({ path, scope, title, alias }): Found => {
      return { path, scope, keys: alias ? [title, alias] : [title] }
    }),
  ...sections
    .flatMap((group) => group.entries)
    .map(({ path, scope, title }): Found => ({ path, scope, keys: [title] })),
]

/** One field that leads to people, sign-ins by the reference of an error page, and pages. */
export function Find() {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 200)
  const [entered, setEntered] = useState('')
  const [, navigate] = useLocation()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const reference = uuid.test(asked)
  const people = useGet<ListPage<Shape<'contact'>>>(asked.length > 1 && !reference ? '/contacts' : null, {
    search: asked,
    limit: 6,
  })
  const found = asked.length > 1 && !reference ? (people.data?.items ?? []) : []
  const session = useSession()
  const [isLoaded, setLoaded] = useState(false)
  const done = () => setLoaded(true)
  // Without them the pages of the menu are found all the same.
  const load = () => loadBothTexts().then(done, done)
  const sought = asked.toLowerCase()
  const named = (isLoaded ? everyPage : [])
    .filter(({ scope }) => mayOf(session, scope))
    .filter(({ keys }) => asked !== '' && keys.flatMap(namesOf).some((one) => one.toLowerCase().includes(sought)))

  const choose = (path: string) => {
    setText('')
    setEntered('')
    combobox.closeDropdown()
    navigate(path)
  }
  // Enter takes what is found alone, also when it was pressed before that was found.
  const hits = [
    ...(reference ? [`/sign-ons/${asked.toLowerCase()}`] : []),
    ...found.map(({ id }) => `/contacts/${id}`),
    ...named.map(({ path }) => path),
  ]
  const only = hits.length === 1 && !people.isFetching ? hits[0] : undefined
  const take = useEffectEvent(choose)
  useEffect(() => {
    if (entered !== '' && entered === asked && only !== undefined) take(only)
  }, [entered, asked, only])
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          className="find"
          type="search"
          aria-label={t('shell.find')}
          placeholder={t('shell.find')}
          value={text}
          maxLength={200}
          leftSection={<Icon name="search" size={16} />}
          rightSection={people.isFetching && asked.length > 1 ? <Loader size="xs" /> : null}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setEntered('')
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) setEntered(text.trim())
          }}
          onFocus={() => {
            combobox.openDropdown()
            load()
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked === ''}>
        <Combobox.Options>
          {reference ? (
            <Combobox.Option value={`/sign-ons/${asked.toLowerCase()}`}>{t('shell.find-sign-on')}</Combobox.Option>
          ) : null}
          {found.length > 0 ? (
            <Combobox.Group label={t('shell.find-people')}>
              {found.map((contact) => (
                <Combobox.Option key={contact.id} value={`/contacts/${contact.id}`}>
                  <Cell value={contact.columns.Name} />{' '}
                  <span className="soft small">
                    <Cell value={contact.columns.Email ?? contact.user?.login} />
                  </span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ) : null}
          {named.length > 0 ? (
            <Combobox.Group label={t('shell.find-pages')}>
              {named.map((entry) => (
                <Combobox.Option key={entry.path} value={entry.path}>
                  {t(entry.keys[0])}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ) : null}
          {!reference && found.length === 0 && named.length === 0 && isLoaded && !people.isFetching ? (
            <Combobox.Empty>{t('shell.find-nothing')}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
