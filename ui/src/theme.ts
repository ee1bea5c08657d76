import { createTheme, type MantineColorsTuple } from '@mantine/core'
import { t } from './text.tsx'

/** The teal of the pages that people see, from light to dark. */
const teal: MantineColorsTuple = [
  '#e9f4f4',
  '#d3e7e7',
  '#a8d0d2',
  '#7ab8bb',
  '#53a3a8',
  '#33898f',
  '#1d7078',
  '#0b5d66',
  '#074a52',
  '#03363c',
]

/** Warm dark greys, from text to ground. */
const dark: MantineColorsTuple = [
  '#e9eaec',
  '#c9cdd2',
  '#a4abb4',
  '#767e88',
  '#343a41',
  '#2a3036',
  '#1d2125',
  '#14171a',
  '#101316',
  '#0b0d0f',
]

/** How everything looks: calm, warm, system fonts, one accent. Made when the texts are there: some parts have names. */
export function makeTheme() {
  const closing = { closeButtonProps: { 'aria-label': t('act.close') } }
  return createTheme({
    // By name: importing them here would load them with every page.
    components: { Modal: { defaultProps: closing }, Drawer: { defaultProps: closing } },
    colors: { teal, dark },
    primaryColor: 'teal',
    primaryShade: { light: 7, dark: 6 },
    autoContrast: true,
    luminanceThreshold: 0.25,
    fontFamily: 'system-ui, sans-serif',
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
    headings: { fontFamily: 'system-ui, sans-serif', fontWeight: '650' },
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
  })
}
