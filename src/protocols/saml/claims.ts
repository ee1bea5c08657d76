import type { Claims } from '../../core/types.ts'
import type { Warning } from '../protocol.ts'
import { quotable } from './refusal.ts'
import { SAML } from './xml/namespaces.ts'
import { isNil } from './xml/shape.ts'
import { attributeOf, childrenOf, textOf, type XmlElement } from './xml/tree.ts'

/**
 * The attributes of an assertion by Name; FriendlyName and NameFormat are not looked at. All statements together.
 * No AttributeValue, or only nil ones, is `[]`; an empty AttributeValue is `''`; a NameID inside one is its text.
 * The same Name twice (Keycloak sends one Attribute per role) becomes one list, with the warning `attribute_merged`.
 * A Map, so that a Name such as `__proto__` is only a name. Source: SAML core 2.7.3.
 */
export function claimsOf(assertion: XmlElement): { claims: Claims; warnings: readonly Warning[] } {
  const claims = new Map<string, string[]>()
  const merged = new Set<string>()
  for (const statement of childrenOf(assertion, SAML, 'AttributeStatement')) {
    for (const attribute of statement.children) {
      const name = attributeOf(attribute, 'Name') ?? ''
      let values = claims.get(name)
      if (values === undefined) {
        values = []
        claims.set(name, values)
      } else merged.add(name)
      for (const value of attribute.children) if (!isNil(value)) values.push(textOf(value.children[0] ?? value))
    }
  }
  for (const values of claims.values()) Object.freeze(values)
  return { claims, warnings: [...merged].map(mergedWarning) }
}

const mergedWarning = (name: string): Warning => ({
  code: 'attribute_merged',
  message: `The attribute ${quotable(name)} came more than once; its values were put together in the order they came.`,
})
