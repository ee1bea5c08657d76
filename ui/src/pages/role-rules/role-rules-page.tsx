import { Page } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import { GroupMapping } from './group-mapping.tsx'

/** Group mapping: which groups of the identity providers give which roles. */
export function RoleRulesPage() {
  const rules = useGet<RulesNow>('/rules', { of: 'role-rules' })
  if (rules.data) return <GroupMapping rules={rules.data} />
  return (
    <Page title={t('nav.role-rules')} lead={t('role-rules.lead')}>
      {rules.isError ? <Failure error={rules.error} again={() => rules.refetch()} /> : <Loading lines={8} />}
    </Page>
  )
}
