import type { Shape } from '../api.ts'
import { t } from '../text.tsx'

const tones: Readonly<Partial<Record<string, string>>> = {
  created: 'good',
  refused: 'bad',
  unchanged: 'quiet',
  tested: 'quiet',
}

/** How a sign-in ended, in one word. */
export const Outcome = ({ outcome }: { outcome: Shape<'signOn'>['outcome'] }) => (
  <span className={`badge ${tones[outcome] ?? ''}`}>{t(`overview.${outcome}`)}</span>
)
