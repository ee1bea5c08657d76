import { Page } from '../../parts/page.tsx'
import { t } from '../../text.tsx'

export function OverviewPage() {
  return <Page title={t('nav.overview')} />
}
