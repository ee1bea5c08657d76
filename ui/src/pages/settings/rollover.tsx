import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { KeyDialog } from './key-dialog.tsx'

type Key = Shape<'spKey'>

const steps = ['make', 'tell', 'sign', 'drop'] as const

/**
 * The way from one key to the next: made and published first, used when every partner has it, and only then is the old one
 * dropped. Which step is next follows from the keys there are.
 */
export function Rollover({ keys, may }: { keys: readonly Key[]; may: boolean }) {
  const [open, setOpen] = useState<'activate' | 'retire' | null>(null)
  const make = useChange()
  const next = keys.find((one) => one.state === 'next')
  const old = keys.find((one) => one.state === 'retiring')
  const at: (typeof steps)[number] = next ? 'tell' : old ? 'drop' : 'make'
  const place = steps.indexOf(at)
  const done = (step: (typeof steps)[number]) => steps.indexOf(step) < place
  return (
    <Card title={t('settings.rollover')}>
      <p className="soft">{t('settings.rollover-text')}</p>
      <ol className="rollover">
        {steps.map((step) => (
          <li key={step} data-done={done(step)} aria-current={step === at ? 'step' : undefined}>
            <strong>{t(`settings.step-${step}`)}</strong>
            {done(step) ? <span className="hide"> {t('settings.step-done')}</span> : null}
            <p className="soft small">{t(`settings.step-${step}-text`)}</p>
            {step === 'make' && at === 'make' && may ? (
              <Button
                loading={make.isPending}
                onClick={() => make.mutate({ method: 'POST', path: '/sp-keys', body: {} })}
              >
                {t('settings.key-make')}
              </Button>
            ) : null}
            {step === 'tell' && next ? <Partners pem={next.pem} /> : null}
            {step === 'sign' && next && may ? (
              <Button onClick={() => setOpen('activate')}>{t('settings.key-activate')}</Button>
            ) : null}
            {step === 'drop' && at === 'drop' && may ? (
              <Button color="red" onClick={() => setOpen('retire')}>
                {t('settings.key-retire')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      <NotSaved error={make.error} />
      {open === 'activate' && next ? <KeyDialog of={next} act="activate" onClose={() => setOpen(null)} /> : null}
      {open === 'retire' && old ? <KeyDialog of={old} act="retire" onClose={() => setOpen(null)} /> : null}
    </Card>
  )
}

/** Who has to take the new key over: by our metadata address, or by hand. */
function Partners({ pem }: { pem: string }) {
  const providers = useGet<ListPage<Shape<'provider'>>>('/providers', { limit: 200 })
  const enabled = (providers.data?.items ?? []).filter((one) => one.enabled)
  return (
    <>
      <ul className="lines">
        {enabled.map((one) => (
          <li key={one.id}>
            <strong>
              <Text text={one.name} />
            </strong>
            <p className="small">
              <Copy value={one.metadataUrl} label={`${t('settings.our-metadata')}: ${one.name}`} />
            </p>
          </li>
        ))}
      </ul>
      <Button component="a" variant="default" size="compact-sm" href={pemAddress(pem)} download="jitup-next.pem">
        {t('settings.key-download')}
      </Button>
    </>
  )
}

const pemAddress = (pem: string): string => `data:application/x-pem-file;base64,${btoa(pem)}`
