import { Button } from '@mantine/core'
import { useEffect, useMemo } from 'react'
import type { Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { SetupSteps } from './setup-steps.tsx'
import { StepEnd, type StepProps } from './wizard-step.tsx'

/** What to paste and to create over there, in the words of the product. */
export function StepOurs({ draft, next, back }: StepProps) {
  const path = `/presets/${draft.preset}/setup`
  const setup = useGet<Shape<'setupDraft'>>(path, { slug: draft.slug, name: draft.name.trim() })
  const taken = setup.data?.slugFree === false && draft.made === null
  if (setup.isError) return <Failure error={setup.error} again={() => setup.refetch()} />
  if (!setup.data || setup.isPlaceholderData) return <Loading lines={8} />
  // These would be the addresses of somebody else: not to be pasted anywhere.
  if (taken) {
    return (
      <>
        <p className="note bad" role="alert">
          {t('providers.slug-taken', { slug: draft.slug })}
        </p>
        <StepEnd back={back}>{null}</StepEnd>
      </>
    )
  }
  return (
    <>
      <div className="row wizard-file">
        <Download name={`jitup-${draft.slug}.xml`} text={setup.data.metadata} />
        <span className="soft small">{draft.made === null ? t('providers.metadata-later') : null}</span>
      </div>
      <SetupSteps steps={setup.data.steps} />
      <StepEnd back={back}>
        <Button onClick={next}>{t('providers.ours-done')}</Button>
      </StepEnd>
    </>
  )
}

/** Saves a text as a file. */
export function Download({ name, text }: { name: string; text: string }) {
  const href = useMemo(() => URL.createObjectURL(new Blob([text], { type: 'application/samlmetadata+xml' })), [text])
  useEffect(() => () => URL.revokeObjectURL(href), [href])
  return (
    <Button component="a" href={href} download={name} variant="default" leftSection={<Icon name="download" />}>
      {t('providers.our-metadata')}
    </Button>
  )
}
