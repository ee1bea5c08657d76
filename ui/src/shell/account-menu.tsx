import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { Icon } from '../parts/icon.tsx'
import { useSession } from '../session.tsx'
import { language, t } from '../text.tsx'

const looks = ['auto', 'light', 'dark'] as const
const languages = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const

/** Who is signed in, how things look, and the way out. */
export function AccountMenu() {
  const { login } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.account', { login })}>
          <Icon name="contacts" size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.account', { login })}</Menu.Label>
        <Menu.Item component="a" href="/me">
          {t('shell.me')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('shell.look')}</Menu.Label>
        {looks.map((look) => (
          <Menu.Item
            key={look}
            onClick={() => setColorScheme(look)}
            rightSection={colorScheme === look ? <Icon name="check" size={16} /> : null}
          >
            {t(`shell.look-${look}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map(([code, name]) => (
          <Menu.Item
            key={code}
            lang={code}
            onClick={() => speak(code)}
            rightSection={language === code ? <Icon name="check" size={16} /> : null}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <form method="post" action="/sign-out">
          <Menu.Item component="button" type="submit">
            {t('shell.sign-out')}
          </Menu.Item>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The same cookie as on the pages that people see. */
function speak(code: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere
  document.cookie = `lang=${code}; path=/; max-age=31536000; samesite=lax${window.location.protocol === 'https:' ? '; secure' : ''}`
  window.location.reload()
}
