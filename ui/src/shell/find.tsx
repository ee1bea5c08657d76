import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { ListPage, Shape } from '../api.ts'
import { menu } from '../pages/pages.ts'
import { sections } from '../pages/settings/sections.ts'
import { Icon } from '../parts/icon.tsx'
import { Cell } from '../parts/value.tsx'
import { When } from '../parts/when.tsx'
import { useGet } from '../query.ts'
import { mayOf, type Scope, useSession } from '../session.tsx'
import { loadBothTexts, namesOf, t } from '../text.tsx'
import type { TextKey } from '../texts/dictionary.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** As much of a reference as the API finds it by, and less than that. */
const beginning = /^[0-9a-f]{8}[0-9a-f-]{0,27}$/i
const tooShort = /^(?=.*\d)[0-9a-f]{4,7}$/i

const atMost = 6

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
  const session = useSession()
  const looks = asked !== '' && !reference && mayOf(session, 'directory:read')
  const query = { search: asked, limit: atMost + 1 }
  const people = useGet<ListPage<Shape<'contact'>>>(looks ? '/contacts' : null, query)
  // What was found for another text is no answer to this one.
  const found = looks && !people.isPlaceholderData ? (people.data?.items ?? []) : []
  const begins = looks && beginning.test(asked)
  const signOns = useGet<ListPage<Shape<'signOnLine'>>>(begins ? '/sign-ons' : null, query)
  // Where no reference begins so, it is looked for among login names.
  const attempts = (begins ? (signOns.data?.items ?? []) : []).filter(({ id }) => id.startsWith(asked.toLowerCase()))
  const isFetching = people.isFetching || signOns.isFetching
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
    ...attempts.map(({ id }) => `/sign-ons/${id}`),
    ...found.map(({ id }) => `/contacts/${id}`),
    ...named.map(({ path }) => path),
  ]
  // What comes late moves the others: Enter takes nothing but what is highlighted.
  const unselect = useEffectEvent(() => combobox.resetSelectedOption())
  const listed = hits.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is another
  useEffect(() => unselect(), [listed])
  const only = hits.length === 1 && !isFetching ? hits[0] : undefined
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
          rightSection={isFetching && asked !== '' ? <Loader size="xs" /> : null}
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
          {attempts.length > 0 ? (
            <Combobox.Group label={t('nav.sign-ons')}>
              {attempts.slice(0, atMost).map(({ id, at, contactName, login }) => (
                <Combobox.Option key={id} value={`/sign-ons/${id}`}>
                  <When at={at} />{' '}
                  <span className="soft small">
                    <Cell value={contactName ?? login} />
                  </span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ) : null}
          {found.length > 0 ? (
            <Combobox.Group label={t('shell.find-people')}>
              {found.slice(0, atMost).map((contact) => (
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
          {hits.length === 0 && isLoaded && !isFetching ? (
            <Combobox.Empty>
              {people.isError
                ? t('failure.title')
                : t(tooShort.test(asked) ? 'shell.find-too-short' : 'shell.find-nothing')}
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
        {found.length > atMost || attempts.length > atMost ? (
          <Combobox.Footer className="soft small">{t('shell.find-more')}</Combobox.Footer>
        ) : null}
      </Combobox.Dropdown>
    </Combobox>
  )
}
