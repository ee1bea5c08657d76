import { overageMarks } from './attributes.ts'
import { attributesOf } from './converters.ts'
import { roleAttributesOf } from './evidence.ts'
import { loginAttributes } from './login.ts'
import type { Condition, LinkRule, ProviderPolicy, Rules } from './types.ts'

const ofCondition = (condition: Condition | undefined): readonly string[] => (condition ? [condition.attribute] : [])

const ofLink = (rule: LinkRule): readonly string[] => {
  if (rule.by !== 'login') return [rule.attribute]
  return rule.from === 'NameID' ? [] : [rule.from.attribute]
}

/** Every attribute that a provider's sign-ons are judged by: converters, roles, subject, login name, links, conditions. */
export const readAttributes = (provider: ProviderPolicy, rules: Rules): ReadonlySet<string> => {
  const { subjectFrom, loginFrom, link, externalWhen, pilot } = provider
  return new Set([
    ...rules.converters
      .filter((row) => row.providerId === null || row.providerId === provider.id)
      .flatMap((row) => [...attributesOf(row), ...ofCondition(row.condition)]),
    ...(provider.roles === 'off' ? [] : [...roleAttributesOf(provider), ...overageMarks]),
    ...loginAttributes(loginFrom),
    ...(subjectFrom === 'NameID' ? [] : [subjectFrom.attribute]),
    ...(link ?? []).flatMap(ofLink),
    ...ofCondition(externalWhen),
    ...ofCondition(pilot?.when),
  ])
}
