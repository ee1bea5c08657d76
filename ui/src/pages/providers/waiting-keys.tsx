import { Button } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { CertificateLine } from './certificate-line.tsx'
import type { Provider } from './provider.ts'

type Waiting = Provider['waitingCertificates'][number]

/** Keys that the metadata brought and nobody vouched for: believed only by somebody's word. */
export function WaitingKeys({ provider }: { provider: Provider }) {
  const [asked, setAsked] = useState<Waiting | null>(null)
  const may = useMay('trust:write')
  const dismiss = useChange<Provider>()
  if (provider.waitingCertificates.length === 0) return null
  const path = (one: Waiting, decision: string) =>
    `/providers/${provider.slug}/certificates/${one.fingerprint}/${decision}`
  return (
    <section className="card attention">
      <h2>{t('providers.waiting')}</h2>
      <p className="soft">{t('providers.waiting-text')}</p>
      <ul className="plain-lines">
        {provider.waitingCertificates.map((one) => (
          <li key={one.fingerprint}>
            <CertificateLine certificate={one} />
            <p className="small soft">
              {t('providers.first-seen')} <When at={one.firstSeen} />
              {one.dismissedAt === null ? null : ` · ${t('providers.dismissed')}`}
            </p>
            {may ? (
              <div className="row">
                <Button variant="default" size="compact-md" onClick={() => setAsked(one)}>
                  {t('providers.approve')}
                </Button>
                {one.dismissedAt === null ? (
                  <Button
                    variant="subtle"
                    color="gray"
                    size="compact-md"
                    loading={dismiss.isPending}
                    onClick={() =>
                      dismiss.mutate({ method: 'POST', path: path(one, 'dismiss'), version: provider.version })
                    }
                  >
                    {t('providers.dismiss')}
                  </Button>
                ) : null}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <NotSaved error={dismiss.error} />
      {asked ? (
        <Approve provider={provider} path={path(asked, 'approve')} waiting={asked} onClose={() => setAsked(null)} />
      ) : null}
    </section>
  )
}

/** Asks to compare the fingerprint before a key is believed. */
function Approve({
  provider,
  path,
  waiting,
  onClose,
}: {
  provider: Provider
  path: string
  waiting: Waiting
  onClose: () => void
}) {
  const approve = useChange<Provider>({ onDone: onClose })
  return (
    <FormDialog
      title={t('providers.approve-title')}
      size="lg"
      act={t('providers.approve-now')}
      atAct
      busy={approve.isPending}
      error={approve.error}
      onSubmit={() =>
        approve.mutate({
          method: 'POST',
          path,
          version: provider.version,
          about: t('providers.about-key', { name: provider.name }),
        })
      }
      onClose={onClose}
    >
      <p>{t('providers.approve-text')}</p>
      <CertificateLine certificate={waiting} />
    </FormDialog>
  )
}
