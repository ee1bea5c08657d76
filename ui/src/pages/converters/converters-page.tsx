import { Page } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import { Mapping, MappingLead } from './mapping.tsx'
import './converters.css'

/** Attribute mapping: the lookup "SAML field name converters to contact field name", edited as a whole. */
export function ConvertersPage() {
  const rules = useGet<RulesNow>('/rules', { of: 'converters' })
  if (rules.data) return <Mapping rules={rules.data} />
  return (
    <Page title={t('nav.converters')} lead={<MappingLead />}>
      {rules.isError ? <Failure error={rules.error} again={() => rules.refetch()} /> : <Loading lines={8} />}
    </Page>
  )
}
