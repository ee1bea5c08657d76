import type { PresetLabels } from '../preset.ts'

/** The sentences of a preset in another language, in the order of the English ones. What is known and by which source stands there. */
export interface PresetTexts {
  readonly name?: string
  readonly summary: string
  readonly path: string
  /** Only those that are more than the product's own words. */
  readonly labels?: Partial<PresetLabels>
  readonly nameId: readonly string[]
  readonly quirks: readonly string[]
  readonly logout: string
  readonly certificates: string
}
