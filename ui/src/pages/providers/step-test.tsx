import { Button } from '@mantine/core'
import { Icon } from '../../parts/icon.tsx'
import { More } from '../../parts/more.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { LastTests } from './last-tests.tsx'
import { type Provider, testHref } from './provider.ts'
import { aboutEnable, useMayEnable, useSwitchOn } from './switch-on.tsx'
import { TestLink } from './test-link.tsx'
import { StepEnd, type StepProps } from './wizard-step.tsx'

/** A test sign-in before anybody else can: here, in this window, or by a colleague. */
export function StepTest({ draft, back }: StepProps) {
  const slug = draft.made ?? draft.slug
  const provider = useGet<Provider>(`/providers/${slug}`)
  if (provider.isError) return <Failure error={provider.error} again={() => provider.refetch()} />
  if (!provider.data) return <Loading />
  const { enabled } = provider.data
  return (
    <>
      <ul className="promises">
        <li>{t('providers.test-writes-nothing')}</li>
        <li>{t('providers.test-lets-nobody-in')}</li>
        <li>{t('providers.test-shows')}</li>
      </ul>
      <StepEnd back={back}>
        <Button component="a" href={testHref(slug)} leftSection={<Icon name="play" />}>
          {t('providers.test-now')}
        </Button>
      </StepEnd>
      <LastTests slug={slug} />
      <h3>{t('providers.colleague')}</h3>
      <TestLink slug={slug} />
      {enabled ? null : <WithoutTest provider={provider.data} />}
    </>
  )
}

/** For whoever needs no test; or who switches it on, where that is not for them. */
function WithoutTest({ provider }: { provider: Provider }) {
  const enable = useSwitchOn()
  if (!useMayEnable(provider)) return <p className="note">{t('providers.enable-by-administrator')}</p>
  const { slug, version } = provider
  return (
    <More title={t('providers.without-test')}>
      <p>{t('providers.without-test-text')}</p>
      <NotSaved error={enable.error} />
      <Button
        variant="default"
        loading={enable.isPending}
        onClick={() =>
          enable.mutate({
            method: 'PATCH',
            path: `/providers/${slug}`,
            body: { enabled: true },
            version,
            about: aboutEnable(provider),
          })
        }
      >
        {t('providers.enable')}
      </Button>
    </More>
  )
}
