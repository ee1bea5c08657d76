import { say } from '../../messages.ts'
import { IDENTITY, MICROSOFT_2008 } from '../claim-types.ts'
import { isVisible, visible } from './plain.ts'
import type { SetupFacts, SetupStep, ToCreate, ToSend } from './step.ts'
import { leftOut } from './tables.ts'

/**
 * The claim rule language has no escape that we could rely on: a backslash stands for itself there. What holds a quote or
 * a backslash is therefore not written at all.
 */
const isQuotable = (text: string): boolean => isVisible(text) && !/["\\]/.test(text)

const quoted = (text: string): string => `"${text}"`

/** PowerShell's single quotes: only a quote ends them, doubled it stands for itself, and the typographic ones are quotes too. */
const single = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`

const windowsAccount = `c:[Type == "${MICROSOFT_2008}windowsaccountname", Issuer == "AD AUTHORITY"]`

const fromDirectory = (name: string, attributes: readonly ToSend[]): string => {
  const types = attributes.map((one) => quoted(one.name)).join(', ')
  const fields = attributes.map((one) => one.from ?? '').join(',')
  return `@RuleName = ${quoted(name)}
${windowsAccount}
 => issue(store = "Active Directory", types = (${types}), query = ";${fields};{0}", param = c.Value);`
}

const nameIdRules = `@RuleName = "User principal name"
${windowsAccount}
 => add(store = "Active Directory", types = ("${IDENTITY}upn"), query = ";userPrincipalName;{0}", param = c.Value);

@RuleName = "NameID"
c:[Type == "${IDENTITY}upn"]
 => issue(Type = "${IDENTITY}nameidentifier", Issuer = c.Issuer, OriginalIssuer = c.OriginalIssuer, Value = c.Value, ValueType = c.ValueType, Properties["http://schemas.xmlsoap.org/ws/2005/05/identity/claimproperties/format"] = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified");`

/** The rules, and what could not be put into them. */
const rulesOf = ({ attributes, roles }: ToCreate) => {
  const all = [...attributes, ...(roles ? [roles] : [])]
  const able = (one: ToSend) => one.from !== null && isQuotable(one.name)
  const contact = attributes.filter(able)
  const rules = [
    nameIdRules,
    ...(contact.length === 0 ? [] : [fromDirectory('Contact', contact)]),
    ...(roles && able(roles) ? [fromDirectory('Groups', [roles])] : []),
  ]
  return { text: rules.join('\n\n'), rest: all.filter((one) => !able(one)) }
}

const script = (rules: string, facts: SetupFacts): string => `$identifier = ${single(facts.spEntityId)}
$rules = ${single(rules)}

if (-not (Get-AdfsRelyingPartyTrust -Identifier $identifier)) {
  Add-AdfsRelyingPartyTrust -Name ${single(`jitup: ${visible(facts.provider.name)}`)} -MetadataUrl ${single(facts.metadataUrl)} -MonitoringEnabled $true -AutoUpdateEnabled $true
}
Set-AdfsRelyingPartyTrust -TargetIdentifier $identifier -IssuanceTransformRules $rules -SamlResponseSignature MessageAndAssertion -SignatureAlgorithm 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'`

/** AD FS: claim rules, and the PowerShell that installs them. */
export function adfsSteps(create: ToCreate, facts: SetupFacts): readonly SetupStep[] {
  const { text, rest } = rulesOf(create)
  return [
    {
      kind: 'code',
      title: say('setup.adfs-rules-title'),
      text: say('setup.adfs-rules'),
      language: 'adfs-claim-rules',
      code: text,
    },
    {
      kind: 'code',
      title: say('setup.adfs-script-title'),
      text: say('setup.adfs-script'),
      language: 'powershell',
      code: script(text, facts),
    },
    ...leftOut(rest, say('setup.adfs-left-out')),
  ]
}
