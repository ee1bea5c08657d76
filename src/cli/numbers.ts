/** A whole number on a command line, or null when it is none or out of bounds. */
export function wholeNumber(text: string, { min, max }: { readonly min: number; readonly max: number }): number | null {
  const number = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
  return number >= min && number <= max ? number : null
}
