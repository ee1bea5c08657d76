import { say } from '../../messages.ts'
import type { Preset } from '../preset.ts'
import { isVisible } from './plain.ts'
import type { SetupFacts, SetupStep, ToCreate, ToSend } from './step.ts'
import { leftOut, purposeOf } from './tables.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** For attribute values alone: nothing that an administrator chose goes into a comment or between tags. */
const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

// Beyond what a screen may hide, these two are no characters of XML 1.0 (section 2.2).
// And the identity provider works out what stands in #{…} (Spring expressions: any Java code) and %{…} (its properties):
// https://shibboleth.atlassian.net/wiki/spaces/IDP4/pages/1265631699
const fitsXml = (text: string): boolean => isVisible(text) && !/[\ufffe\uffff]|[#$%]\{/.test(text)

/** The id that an attribute has in the resolver: the usual one where the Name is the usual one, else one of ours. */
const identified = (preset: Preset, all: readonly ToSend[]) =>
  all.map((one, index) => {
    const usual = [
      ...preset.attributes.map(({ names, from }) => ({ names, from })),
      ...preset.roles.map(({ name, from }) => ({ names: [name], from })),
    ]
    const id = usual.find(({ names }) => names.includes(one.name))?.from ?? wellKnownIds.get(one.name)
    return { one, id: id ?? `jitup${index + 1}`, defined: id !== undefined && id !== null }
  })

const wellKnownIds: ReadonlyMap<string, string> = new Map([
  ['urn:oasis:names:tc:SAML:attribute:subject-id', 'samlSubjectID'],
  ['urn:oasis:names:tc:SAML:attribute:pairwise-id', 'samlPairwiseID'],
  ['urn:oid:1.3.6.1.4.1.5923.1.1.1.6', 'eduPersonPrincipalName'],
])

const definition = ({ one, id }: { one: ToSend; id: string }): string =>
  `<AttributeDefinition xsi:type="Simple" id="${id}">
  <InputDataConnector ref="myLDAP" attributeNames="${xml(one.from ?? 'CHOOSE')}"/>
  <AttributeEncoder xsi:type="SAML2String" name="${xml(one.name)}" encodeType="false"/>
</AttributeDefinition>`

/** Shibboleth: what to release, and definitions for the Names that no identity provider has by itself. */
export function shibbolethSteps(create: ToCreate, facts: SetupFacts, preset: Preset): readonly SetupStep[] {
  const all = [...create.attributes, ...(create.roles ? [create.roles] : [])]
  const fit = identified(
    preset,
    all.filter((one) => fitsXml(one.name)),
  )
  const undefinedOnes = fit.filter(({ defined }) => !defined)
  const rules = fit.map(({ id }) => `  <AttributeRule attributeID="${xml(id)}" permitAny="true"/>`)
  return [
    {
      kind: 'table',
      title: say('setup.shibboleth-release-title'),
      text: say('setup.shibboleth-release'),
      columns: [say('setup.shibboleth-id'), say('setup.name'), say('setup.fills')],
      rows: fit.map(({ one, id }) => [id, one.name, purposeOf(one)]),
    },
    {
      kind: 'code',
      title: say('setup.shibboleth-policy-title'),
      text: say('setup.shibboleth-policy'),
      language: 'xml',
      code: `<AttributeFilterPolicy id="jitup">
  <PolicyRequirementRule xsi:type="Requester" value="${fitsXml(facts.spEntityId) ? xml(facts.spEntityId) : ''}"/>
${rules.join('\n')}
</AttributeFilterPolicy>`,
    },
    ...(undefinedOnes.length === 0
      ? []
      : ([
          {
            kind: 'code',
            title: say('setup.shibboleth-definitions-title'),
            text: say('setup.shibboleth-definitions'),
            language: 'xml',
            code: undefinedOnes.map(definition).join('\n\n'),
          },
        ] satisfies SetupStep[])),
    ...leftOut(
      all.filter((one) => !fitsXml(one.name)),
      say('setup.shibboleth-left-out'),
    ),
  ]
}
