/** A colour as a style sheet takes it: `#` and six hexadecimal digits. */
export type Colour = `#${string}`

/** WCAG 2.2, success criterion 1.4.3 (AA): text of any size. */
export const TEXT_CONTRAST = 4.5

const channels = (colour: Colour): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

const ofChannels = (values: readonly number[]): Colour =>
  `#${values.map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`

/** Relative luminance (WCAG 2.2): 0 is black, 1 is white. */
export function luminanceOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((one) => {
    const part = one / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast ratio of two colours (WCAG 2.2), from 1 to 21; the order does not matter. */
export function contrastOf(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** So much of `other` (0 to 1) in `colour`. */
export function mixed(colour: Colour, other: Colour, share: number): Colour {
  const into = channels(other)
  return ofChannels(channels(colour).map((one, at) => one + ((into[at] ?? 0) - one) * share))
}

/** How fine the steps are in which a colour is darkened or lightened. */
const steps = 100

/**
 * The colour itself when it can be read on every ground; else the nearest shade of it that can: darkened on light grounds,
 * lightened on dark ones. Grounds that are neither (black and white at once) get black or white.
 */
export function readableOn(colour: Colour, grounds: readonly Colour[], least = TEXT_CONTRAST): Colour {
  const fits = (one: Colour) => grounds.every((ground) => contrastOf(one, ground) >= least)
  const end = inkOn(grounds[0] ?? '#ffffff')
  for (let step = 0; step < steps; step++) {
    const shade = mixed(colour, end, step / steps)
    if (fits(shade)) return shade
  }
  return end
}

/** Black or white: which of them is easier to read on the ground. One of the two always reaches `TEXT_CONTRAST`. */
export const inkOn = (ground: Colour): Colour =>
  contrastOf('#ffffff', ground) >= contrastOf('#000000', ground) ? '#ffffff' : '#000000'
