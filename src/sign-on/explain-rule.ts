import type { Converter } from '../core/types.ts'
import type { ColumnNames } from '../messages/caption.ts'
import { say } from '../messages.ts'

const hasSteps = ({ convert = [] }: Converter): boolean => convert.some((one) => one !== 'trim')

/** Do the words of this row say no more than that one attribute fills the column? */
export const isPlain = (row: Converter): boolean =>
  row.template === undefined &&
  row.attributes?.length === 1 &&
  row.defaultValue === null &&
  row.condition === undefined &&
  !hasSteps(row)

/** A row of the lookup in words: what it reads, what it falls back to, where it counts. */
export function ruleWords(row: Converter, nameOf: ColumnNames): string {
  const { attributes, template, defaultValue, condition } = row
  const column = nameOf(row.column)
  const values = { column, default: defaultValue ?? '', template: template ?? '', attribute: attributes?.[0] ?? '' }
  const list = (attributes ?? []).join(', ')
  const source =
    template !== undefined
      ? say('explain.rule-template', values)
      : attributes === null
        ? say('explain.rule-fixed', values)
        : attributes.length > 1
          ? say('explain.rule-several', { ...values, attributes: list })
          : say('explain.rule-one', values)
  const otherwise =
    defaultValue === null || (attributes === null && template === undefined) ? '' : say('explain.rule-default', values)
  const steps = hasSteps(row) ? say('explain.rule-steps') : ''
  const where = condition === undefined ? '' : say('explain.rule-condition', { attribute: condition.attribute })
  return `${source}${steps}${otherwise}${where}.`
}
