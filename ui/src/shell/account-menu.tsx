import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { Link } from 'wouter'
import { forgetKept } from '../kept.ts'
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
        <Menu.Item component={Link} href="/settings/me">
          {t('shell.sign-in')}
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
        <form method="post" action="/sign-out" onSubmit={forgetKept}>
          <Menu.Item component="button" type="submit">
            {t('shell.sign-out')}
          </Menu.Item>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The server remembers the choice and answers in it: the same as on the pages that people see. */
function speak(code: string): void {
  const here = new URL(window.location.href)
  here.searchParams.set('lang', code)
  window.location.assign(here)
}
