import { ApiError } from '../api.ts'
import { t } from '../text.tsx'
import { Page } from './page.tsx'
import { Failure } from './states.tsx'

/** A page whose thing could not be read: it is not there (any more), or something went wrong. */
export function FailedPage({ error, again }: { error: unknown; again?: () => void }) {
  if (error instanceof ApiError && error.code === 'not_found') {
    return <Page title={t('failure.gone')} lead={t('failure.gone-text')} />
  }
  return (
    <Page title={t('failure.title')}>
      <Failure error={error} {...(again ? { again } : {})} />
    </Page>
  )
}
