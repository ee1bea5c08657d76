import type { Converter } from '../core/types.ts'
import type { ColumnNames } from '../messages/caption.ts'
import { say } from '../messages.ts'

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
  const steps = (row.convert ?? []).some((one) => one !== 'trim') ? say('explain.rule-steps') : ''
  const where = condition === undefined ? '' : say('explain.rule-condition', { attribute: condition.attribute })
  return `${source}${steps}${otherwise}${where}.`
}
