import { type Colour, inkOn, mixed, readableOn } from '../../core/contrast.ts'

/** What the accent stands on, in the light and in the dark look: card, page and sunk ground of the style sheet. */
export const grounds = {
  light: ['#ffffff', '#f6f5f1', '#faf9f6'],
  dark: ['#1d2125', '#14171a', '#191c20'],
} as const satisfies Readonly<Record<'light' | 'dark', readonly Colour[]>>

/** How much of the colour is in the ground of badges and notes. */
const tintShare = 0.1

/** The three colours that follow from one, each readable on what it stands on (WCAG 2.2 AA), whatever the colour. */
export function accentOn(colour: Colour, on: readonly Colour[]) {
  const tint = mixed(on[0] ?? '#ffffff', colour, tintShare)
  const accent = readableOn(colour, [...on, tint])
  return { accent, onAccent: inkOn(accent), tint }
}

const declared = (colour: Colour, on: readonly Colour[]): string => {
  const { accent, onAccent, tint } = accentOn(colour, on)
  return `:root{--accent:${accent};--on-accent:${onAccent};--tint:${tint}}`
}

/** The style that gives the pages an accent of the installation's own; none for what is no colour. */
export const accentStyle = (colour: string | null): string =>
  colour !== null && isColour(colour)
    ? `${declared(colour, grounds.light)}@media(prefers-color-scheme:dark){${declared(colour, grounds.dark)}}`
    : ''

/** What stands in a style sheet is checked here too, whoever has written the setting. */
const isColour = (text: string): text is Colour => /^#[0-9a-f]{6}$/i.test(text)
