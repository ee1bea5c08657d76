import type { Shape } from '../../api.ts'

const come: readonly Shape<'signOn'>['outcome'][] = ['created', 'updated', 'unchanged', 'refused', 'tested']

/** Outcomes of entries to which somebody came: what runs of the rules and undos wrote would bury them. */
export const realSignIns = come.join(',')
