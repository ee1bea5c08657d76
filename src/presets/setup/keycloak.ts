import { say } from '../../messages.ts'
import { plainJson } from './plain.ts'
import type { SetupFacts, SetupStep, ToCreate, ToSend } from './step.ts'
import { leftOut } from './tables.ts'

const userAttribute = 'attribute:'

interface Mapper {
  readonly name: string
  readonly protocol: 'saml'
  readonly protocolMapper: string
  readonly config: Readonly<Record<string, string>>
}

const nameFormat = (name: string): string => (name.startsWith('urn:') ? 'URI Reference' : 'Basic')

const common = ({ name }: ToSend) => ({ 'attribute.name': name, 'attribute.nameformat': nameFormat(name) })

const mapper = (one: ToSend, protocolMapper: string, config: Mapper['config']): Mapper => ({
  name: `jitup ${one.name}`,
  protocol: 'saml',
  protocolMapper,
  config: { ...common(one), ...config },
})

const attributeMapper = (one: ToSend & { from: string }): Mapper =>
  one.from.startsWith(userAttribute)
    ? mapper(one, 'saml-user-attribute-mapper', { 'user.attribute': one.from.slice(userAttribute.length) })
    : mapper(one, 'saml-user-property-mapper', { 'user.attribute': one.from })

const rolesMapper = (roles: ToSend): Mapper =>
  roles.from === 'saml-group-membership-mapper'
    ? mapper(roles, 'saml-group-membership-mapper', { single: 'true', 'full.path': 'true' })
    : mapper(roles, 'saml-role-list-mapper', { single: 'true' })

/** Keycloak: the client with its mappers, to import. */
export function keycloakSteps({ attributes, roles }: ToCreate, facts: SetupFacts): readonly SetupStep[] {
  const known = attributes.filter((one): one is ToSend & { from: string } => one.from !== null)
  const client = {
    clientId: facts.spEntityId,
    name: `jitup: ${facts.provider.name}`,
    protocol: 'saml',
    enabled: true,
    frontchannelLogout: true,
    redirectUris: [facts.acsUrl],
    attributes: {
      'saml.assertion.signature': 'true',
      'saml.server.signature': 'true',
      'saml.client.signature': 'true',
      'saml.signature.algorithm': 'RSA_SHA256',
      'saml.force.post.binding': 'true',
      saml_name_id_format: 'username',
      saml_assertion_consumer_url_post: facts.acsUrl,
      ...(facts.logoutUrl === null ? {} : { saml_single_logout_service_url_redirect: facts.logoutUrl }),
    },
    protocolMappers: [...known.map(attributeMapper), ...(roles ? [rolesMapper(roles)] : [])],
  }
  return [
    {
      kind: 'code',
      title: say('setup.keycloak-client-title'),
      text: say('setup.keycloak-client'),
      language: 'json',
      code: plainJson(client),
    },
    ...leftOut(
      attributes.filter((one) => one.from === null),
      say('setup.keycloak-left-out'),
    ),
  ]
}
