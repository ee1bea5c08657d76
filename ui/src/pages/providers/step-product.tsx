import { Button, TextInput } from '@mantine/core'
import type { ListPage, Shape } from '../../api.ts'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { isSlug, slugFrom } from './wizard-draft.ts'
import { StepEnd, type StepProps } from './wizard-step.tsx'

type Summary = Shape<'presetSummary'>

/** Which product it is, and what it is called here. */
export function StepProduct({ draft, change, next, back }: StepProps) {
  const presets = useGet<ListPage<Summary>>('/presets', { limit: 200 })
  // What was read once is looked at anew: somebody else may have made one meanwhile.
  const providers = useGet<ListPage<Shape<'provider'>>>('/providers', { limit: 200 })
  const others = (providers.data?.items ?? []).filter((one) => one.slug !== draft.made)
  const same = others.find((one) => isSameName(one.name, draft.name))
  const slugTaken = others.some((one) => one.slug === draft.slug)
  const named = draft.name.trim() !== ''
  const slugWrong = draft.slug !== '' && !isSlug(draft.slug)
  const ready = draft.preset !== null && named && isSlug(draft.slug) && !slugTaken
  const name = (text: string) => change({ name: text, ...(draft.slugTyped ? {} : { slug: slugFrom(text) }) })
  const choose = (one: Summary) => {
    const untouched = !named || presets.data?.items.some((other) => other.name === draft.name)
    const called = one.id === 'generic' ? '' : one.name
    change({
      preset: one.id,
      ...(untouched && !draft.slugTyped && draft.made === null ? { name: called, slug: slugFrom(called) } : {}),
    })
  }
  if (presets.isError) return <Failure error={presets.error} again={() => presets.refetch()} />
  if (!presets.data) return <Loading lines={6} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) next()
      }}
    >
      <fieldset className="products">
        <legend className="hide">{t('providers.product')}</legend>
        {presets.data.items.map((one) => (
          <label key={one.id} className="product">
            <input
              type="radio"
              name="preset"
              value={one.id}
              checked={draft.preset === one.id}
              onChange={() => choose(one)}
            />
            <span>
              <strong>{one.id === 'generic' ? t('providers.other-saml') : one.name}</strong>
              <span className="soft small">{t(`providers.product-${one.id}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="two-fields">
        <div>
          <TextInput
            label={t('providers.name')}
            description={t('providers.name-hint')}
            value={draft.name}
            onChange={(event) => name(event.currentTarget.value)}
            maxLength={250}
            required
          />
          {same ? (
            <p className="note warn small" role="status">
              {t('providers.name-same', { slug: same.slug })}
            </p>
          ) : null}
        </div>
        <TextInput
          label={t('providers.slug')}
          description={draft.made === null ? t('providers.slug-hint') : t('providers.slug-fixed')}
          value={draft.slug}
          onChange={(event) => change({ slug: event.currentTarget.value.trim(), slugTyped: true })}
          error={
            slugWrong ? t('providers.slug-wrong') : slugTaken ? t('providers.slug-taken', { slug: draft.slug }) : null
          }
          maxLength={63}
          disabled={draft.made !== null}
          required
          spellCheck={false}
        />
      </div>
      <StepEnd back={back}>
        <Button type="submit" disabled={!ready}>
          {t('act.next')}
        </Button>
      </StepEnd>
    </form>
  )
}

/** Alike to whoever reads two buttons, however they are written. */
const isSameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase() && other.trim() !== ''
