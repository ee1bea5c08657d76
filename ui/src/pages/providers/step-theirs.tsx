import { Button, TextInput } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { More } from '../../parts/more.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { MetadataFacts } from './metadata-facts.tsx'
import { MetadataRefused } from './metadata-refused.tsx'
import { MetadataSource, sourceOf } from './metadata-source.tsx'
import { StepEnd, type StepProps } from './wizard-step.tsx'

/** What the identity provider publishes: read, and shown back before anything of it is saved. */
export function StepTheirs({ draft, change, next, back }: StepProps) {
  const { facts } = draft
  if (facts === null) return <Read draft={draft} change={change} back={back} />
  const taken = facts.takenBy !== null && facts.takenBy !== draft.made ? facts.takenBy : null
  return (
    <>
      <h3>{t('providers.facts')}</h3>
      <MetadataFacts facts={facts} />
      {taken === null ? null : (
        <p className="note bad" role="alert">
          {t('providers.entity-taken', { slug: taken })}
        </p>
      )}
      <Suggestion draft={draft} onTake={(preset) => change({ preset })} />
      <StepEnd back={back}>
        <Button onClick={next} disabled={taken !== null}>
          {t('providers.facts-right')}
        </Button>
        <Button variant="default" onClick={() => change({ facts: null })}>
          {t('providers.facts-other')}
        </Button>
      </StepEnd>
    </>
  )
}

function Read({ draft, change, back }: Omit<StepProps, 'next'>) {
  const read = useChange<Shape<'metadataFacts'>>({ onDone: (facts) => change({ facts }) })
  const source = sourceOf(draft)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (source === null) return
        const entityId = draft.entityId.trim()
        const body = { ...source, ...(entityId === '' ? {} : { entityId }) }
        read.mutate({ method: 'POST', path: '/providers/metadata', body })
      }}
    >
      <MetadataSource
        value={draft}
        onChange={(fields) => {
          read.reset()
          change(fields)
        }}
      />
      <More>
        <TextInput
          label={t('providers.entity-id-wanted')}
          description={t('providers.entity-id-wanted-hint')}
          value={draft.entityId}
          onChange={(event) => change({ entityId: event.currentTarget.value })}
          maxLength={1024}
        />
      </More>
      <MetadataRefused
        error={read.error}
        onFrom={(from) => {
          read.reset()
          change({ from })
        }}
      />
      <StepEnd back={back}>
        <Button type="submit" loading={read.isPending} disabled={source === null}>
          {t('providers.read')}
        </Button>
      </StepEnd>
    </form>
  )
}

function Suggestion({ draft, onTake }: Pick<StepProps, 'draft'> & { onTake: (preset: string) => void }) {
  const suggested = draft.facts?.suggestedPreset ?? null
  if (suggested === null || suggested === draft.preset) return null
  return (
    <div className="note">
      <p>{t('providers.looks-like', { product: t(`providers.preset-${suggested}`) })}</p>
      <Button variant="default" size="compact-md" onClick={() => onTake(suggested)}>
        {t('providers.looks-like-take')}
      </Button>
    </div>
  )
}
