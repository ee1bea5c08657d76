import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { tabOf } from '../providers/tab-of.ts'

type Detail = Shape<'workDetail'>

/** Where an entry is mended that no button here mends: the page, and what to do there. */
export function Mend({ entry }: { entry: Detail }) {
  const mayTrust = useMay('trust:read')
  const mayRules = useMay('rules:read')
  const places = placesOf(entry).filter(
    ([href]) =>
      (mayTrust || !/^.(providers|settings)/.test(href)) && (mayRules || !/^.(converters|role-rules)/.test(href)),
  )
  const fix = wordOf(`fix.${entry.facts.code ?? ''}`)
  if (places.length === 0 && fix === null) return null
  return (
    <section className="card">
      <h2>{t('worklist.mend')}</h2>
      {fix === null ? null : <p>{fix}</p>}
      <div className="row">
        {places.map(([href, text]) => (
          <Link key={href} href={href}>
            {text}
          </Link>
        ))}
      </div>
    </section>
  )
}

function placesOf({ kind, provider, user, owner, facts, signOnId }: Detail): readonly (readonly [string, string])[] {
  const person = user
    ? [[`/contacts/${user.contactId}`, t('worklist.at-person-named', { name: user.name })] as const]
    : []
  const signOn = signOnId ? [[`/sign-ons/${signOnId}`, t('worklist.at-sign-on')] as const] : []
  const at = (tab: string) => (provider ? [[`/providers/${provider}/${tab}`, t('worklist.at-provider')] as const] : [])
  const column = String(facts.subject ?? facts.column ?? '')
  const mapping = [[`/converters?search=${encodeURIComponent(column)}`, t('worklist.at-mapping')] as const]
  switch (kind) {
    case 'value-invalid':
    case 'value-missing':
      return [...mapping, ...person, ...signOn]
    case 'email-conflict':
    case 'login-conflict':
      return [
        ...person,
        ...(owner ? [[`/contacts/${owner.id}`, t('worklist.at-owner', { name: owner.name })] as const] : []),
        ...signOn,
        ...at('people'),
      ]
    case 'roles-incomplete':
      return [...at('people'), ['/role-rules', t('worklist.at-groups')], ...signOn]
    case 'key-waiting':
    case 'certificate-expiring':
      return provider ? at('certificates') : [['/settings/keys', t('worklist.at-keys')]]
    case 'refusals-high':
      return [
        [`/sign-ons?outcome=refused&provider=${provider ?? ''}`, t('worklist.at-refusals')],
        ...at(tabOf(String(facts.code ?? ''))),
      ]
    case 'withdrawals-paused':
    case 'link-barred':
      return [...at('people'), ...person, ...signOn]
    default:
      return signOn
  }
}
