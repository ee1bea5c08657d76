import type { Page } from 'playwright-core'
import type { Shot } from './shots.ts'

/** Changes the default value of the first row, so that there is something to save. */
const edit = (page: Page) => page.getByLabel('Default value for Department').fill('Headquarters')

const preview = async (page: Page) => {
  await page.getByLabel('Attribute for Department').fill('Company')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /John/ }).first().click()
  await page.getByRole('heading', { name: 'With the changes' }).waitFor()
}

const tried = async (page: Page) => {
  await page.getByLabel('Attribute for Department').fill('Company')
  await page.getByRole('button', { name: 'Try on past sign-ins' }).click()
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await page.getByText(/^These changes make/).waitFor()
}

/** The pages of rules and of tries, in the states worth a look. */
export const ruleShots: readonly Shot[] = [
  { name: 'converters', path: '/converters' },
  { name: 'converters-nothing-found', path: '/converters?search=nothing-is-called-so' },
  {
    name: 'converters-more',
    path: '/converters',
    act: (page) => page.getByRole('button', { name: 'More about Department' }).click(),
  },
  {
    name: 'converters-picker',
    path: '/converters',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a row' }).click()
      await page.getByRole('button', { name: /Contact column of row .*Choose a column/ }).click()
    },
  },
  {
    name: 'converters-refused',
    path: '/converters',
    act: async (page) => {
      await page.getByRole('button', { name: /^Map http/ }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('alert').first().waitFor()
    },
  },
  {
    name: 'converters-save',
    path: '/converters',
    act: async (page) => {
      await edit(page)
      await page.getByRole('button', { name: 'Remove Phone' }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('dialog').getByText('Gone: The column Phone').waitFor()
    },
  },
  { name: 'converters-preview', path: '/converters', act: preview },
  { name: 'converters-try', path: '/converters', act: tried },
  { name: 'role-rules', path: '/role-rules' },
  {
    name: 'role-rules-more',
    path: '/role-rules',
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove Field' }).click()
      await page.getByRole('button', { name: 'More about Field' }).click()
    },
  },
  {
    name: 'role-rules-save',
    path: '/role-rules',
    act: async (page) => {
      await page.getByRole('button', { name: 'Remove Field' }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('radio', { name: /Now/ }).check()
    },
  },
  { name: 'replays-none', path: '/replays' },
  { name: 'replay-gone', path: '/replays/00000000-0000-7000-8000-000000000001' },
]
