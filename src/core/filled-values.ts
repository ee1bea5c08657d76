/** The values of an attribute that say something: trimmed, each once, in the order received. */
export const filledValues = (values: readonly string[]): readonly string[] => {
  // Nearly always there is one; a set for it would be waste.
  if (values.length === 1) {
    const only = values[0]?.trim() ?? ''
    return only === '' ? [] : [only]
  }
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))]
}
