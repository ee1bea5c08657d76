/**
 * The people of the benchmark and what their identity provider says about them. Shaped like the answers of the large hosted
 * providers: a signed assertion, long attribute names, a type on every value, the certificate in KeyInfo.
 */
import { randomBytes } from 'node:crypto'
import { dist } from './dist.mjs'

const { createIdentityProvider, newId, toFormField } = await dist('testing/index.js')

const claim = (name) => `http://schemas.xmlsoap.org/ws/2005/05/identity/claims/${name}`
const own = (name) => `https://claims.corp.example/identity/${name}`

/** Attribute names by what they hold. `groups` is multi-valued. */
export const attribute = {
  email: claim('emailaddress'),
  givenName: claim('givenname'),
  surname: claim('surname'),
  name: claim('name'),
  upn: claim('upn'),
  employeeNumber: own('employeenumber'),
  department: own('department'),
  jobTitle: own('jobtitle'),
  phone: claim('mobilephone'),
  company: own('company'),
  language: own('preferredlanguage'),
  country: claim('country'),
  groups: 'http://schemas.xmlsoap.org/claims/Group',
}

const givenNames = ['Anaïs', 'Bruno', 'Chioma', 'Dörte', 'Emre', 'Fionnuala', 'Goran', 'Hanako']
const surnames = ['Lindqvist', "O'Brien", 'Ferrari', 'Nakamura', 'de Vries', 'Kovář', 'Taylor', 'Álvarez']
const levels = ['readers', 'writers', 'owners']

/** How many different groups there are among everybody. */
export const groupCount = 400
export const groupName = (number) => `app-${String(number).padStart(4, '0')}-${levels[number % levels.length]}`

/** Person `number`; another `edition` has another department, job title and two other groups. */
export function person(number, { groups = 5, edition = 0 } = {}) {
  const email = `person.${number}@corp.example`
  const first = givenNames[number % givenNames.length]
  const last = surnames[Math.floor(number / givenNames.length) % surnames.length]
  const member = (at) => groupName((number + at + (at < 2 ? edition * groups : 0)) % groupCount)
  return {
    email,
    attributes: {
      [attribute.email]: [email],
      [attribute.givenName]: [first],
      [attribute.surname]: [last],
      [attribute.name]: [`${first} ${last}`],
      [attribute.upn]: [email],
      [attribute.employeeNumber]: [String(500_000 + number)],
      [attribute.department]: [`Research & Development ${(number + edition) % 40}`],
      [attribute.jobTitle]: [edition === 0 ? 'Analyst' : `Analyst, grade ${edition}`],
      [attribute.phone]: [`+49 30 5550${String(number % 10_000).padStart(4, '0')}`],
      [attribute.company]: ['Example Holdings & Partners plc'],
      [attribute.language]: ['en-GB'],
      [attribute.country]: ['United Kingdom'],
      [attribute.groups]: [...new Set(Array.from({ length: groups }, (_, at) => member(at)))],
    },
  }
}

const hour = 3_600_000

/** The identity provider that everybody signs on at. */
export const identityProvider = () =>
  createIdentityProvider({
    entityId: 'https://idp.corp.example/saml/metadata',
    ssoUrl: 'https://idp.corp.example/saml/sso',
  })

/** One signed answer to one request of one browser, as XML. `encrypt` as in `jitup/testing`. */
export function respond(
  idp,
  { who, acsUrl, audience, requestId = newId(), issueInstant = new Date(), sign = 'assertion', encrypt, nameId },
) {
  return idp.respond({
    acsUrl,
    audience,
    inResponseTo: requestId,
    nameId: nameId ?? { value: who.email, format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
    attributes: who.attributes,
    nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
    sign,
    encrypt,
    issueInstant,
    notOnOrAfter: new Date(issueInstant.getTime() + hour),
  })
}

/** A request under way: its id, and the cookie of the browser that made it. */
export const newRequest = () => ({ id: newId(), browser: randomBytes(32).toString('base64url') })

export { toFormField }

/** The same message with one signed value changed, and with one character of the signature changed. */
export function tampered(xml) {
  const other = (character) => (character === 'A' ? 'B' : 'A')
  const value = xml.replace('Example Holdings', 'Exemple Holdings')
  const signature = xml.replace(/(<ds:SignatureValue>)(.)/, (_, tag, first) => tag + other(first))
  if (value === xml || signature === xml) throw new Error('there is nothing to tamper with')
  return [value, signature]
}
