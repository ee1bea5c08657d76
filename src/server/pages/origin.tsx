import type { FC } from 'hono/jsx'
import { describeBecause } from '../../core/describe.ts'
import type { Because, CellValue, Origin } from '../../core/types.ts'
import { say } from '../../messages.ts'
import type { GrantRow } from '../../store/grants.ts'
import type { OriginNames } from '../../store/origins.ts'
import { AttributeName, Say, Value, When } from './value.tsx'

/** A contact's value. */
export const Cell: FC<{ value: CellValue }> = ({ value }) => (
  <Value text={value === null || typeof value === 'string' ? value : value.name} />
)

/** Where a value comes from: one short sentence. */
export const Where: FC<{ origin: Origin | null; names: OriginNames }> = ({ origin, names }) => {
  if (origin === null) return <>{say('origin.unknown')}</>
  const date = <When at={origin.at} />
  if (origin.kind === 'claim') {
    const attribute = <AttributeName name={origin.attribute ?? ''} short={true} />
    const provider = names.providerOfSignOn.get(origin.signOnId ?? '')
    if (provider === undefined) return <Say k="origin.claim-no-sign-on" v={{ attribute, date }} />
    return <Say k="origin.claim" v={{ attribute, provider, date }} />
  }
  if (origin.kind === 'person') {
    const login = names.logins.get(origin.userId ?? '')
    return login === undefined ? (
      <Say k="origin.person" v={{ date }} />
    ) : (
      <Say k="origin.person-by" v={{ login, date }} />
    )
  }
  return <Say k={`origin.${origin.kind}`} v={{ date }} />
}

/** Why somebody has a role. */
export const GivenBy: FC<{ grant: GrantRow }> = ({ grant }) => {
  if (grant.origin !== 'provider') return <>{say(`grant.${grant.origin}`)}</>
  const provider = grant.provider ?? say('origin.a-provider')
  if (grant.ruleId === null) return <Say k="grant.provider-name" v={{ provider }} />
  if (grant.group === null) return <Say k="grant.provider-rule" v={{ provider }} />
  return <Say k="grant.provider-group" v={{ provider, group: grant.group }} />
}

/** What a reason is told with. */
export interface Telling {
  /** Column name → caption: what people know. */
  readonly captions: ReadonlyMap<string, string>
  /** What arrived. */
  readonly attributes: readonly { readonly name: string }[]
}

/** Why a change is made. */
export const Why: FC<{ because: Because; telling: Telling }> = ({ because, telling: { captions, attributes } }) => {
  const { key: general, values } = describeBecause(because)
  const arrived = attributes.some((one) => one.name === values.attribute)
  const key = general === 'because.default' ? (`${general}-${arrived ? 'empty' : 'absent'}` as const) : general
  const caption = (name: string) => captions.get(name) ?? name
  const attribute = values.attribute === undefined ? null : <AttributeName name={values.attribute} short={true} />
  const columns = (values.columns ?? '').split(', ').map(caption).join(', ')
  return <Say k={key} v={{ ...values, ...(attribute ? { attribute } : {}), columns }} />
}
