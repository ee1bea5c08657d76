import { Button } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { type Provider, testHref } from './provider.ts'
import { ResultMoment } from './result-moment.tsx'
import { ResultPlain } from './result-plain.tsx'
import { ResultRefused } from './result-refused.tsx'
import { readDraft } from './wizard-draft.ts'
import { WizardSteps } from './wizard-step.tsx'
import './providers.css'
import './result.css'

/** What came of a test sign-in: what arrived and the contact as it will be, or why it was refused. */
export function TestPage({ params: { slug = '', id = '' } }: { params: Readonly<Record<string, string>> }) {
  const provider = useGet<Provider>(`/providers/${slug}`)
  const signOn = useGet<Shape<'signOnDetail'>>(`/sign-ons/${id}`)
  const mayTest = useMay('trust:write')
  const mayRead = useMay('claims:read')
  const failed = provider.error ?? signOn.error
  if (failed) {
    return (
      <Page title={t('providers.result')} lead={t('providers.result-gone')} actions={<Again slug={slug} />}>
        <Failure error={failed} again={() => void Promise.all([provider.refetch(), signOn.refetch()])} />
      </Page>
    )
  }
  if (!provider.data || !signOn.data) return <Loading lines={8} />
  const accepted = signOn.data.plan !== null && signOn.data.outcome !== 'refused'
  const wizard = readDraft().made === slug && !provider.data.enabled
  return (
    <Page
      title={t('providers.result-of', { name: provider.data.name })}
      lead={<When at={signOn.data.at} />}
      actions={mayTest && accepted ? <Again slug={slug} /> : null}
    >
      {wizard ? <WizardSteps current="test" open={4} /> : null}
      {!accepted ? (
        <ResultRefused signOn={signOn.data} slug={slug} />
      ) : mayRead ? (
        <ResultMoment provider={provider.data} signOn={signOn.data} />
      ) : (
        <ResultPlain signOn={signOn.data} />
      )}
    </Page>
  )
}

const Again = ({ slug }: { slug: string }) => (
  <>
    <Button component="a" href={testHref(slug, 'somebody else')} variant="subtle">
      {t('providers.test-other')}
    </Button>
    <Button component="a" href={testHref(slug)} variant="default" leftSection={<Icon name="play" />}>
      {t('providers.test-again')}
    </Button>
  </>
)
