import { Link } from 'wouter'
import { Page } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { ReplayResult } from './replay-result.tsx'

/** One try on past sign-ins, at an address of its own. */
export const ReplayPage = ({ params: { id = '' } }: { params: Readonly<Record<string, string>> }) => (
  <Page title={t('replays.one')} lead={t('replays.lead')} actions={<Link href="/replays">{t('replays.all')}</Link>}>
    <div className="card">
      <ReplayResult id={id} />
    </div>
  </Page>
)
