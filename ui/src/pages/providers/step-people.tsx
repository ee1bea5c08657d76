import { Button, Radio, Stack, Switch, TextInput } from '@mantine/core'
import type { Given, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { sourceOf } from './metadata-source.tsx'
import type { Matching, WizardDraft } from './wizard-draft.ts'
import { StepEnd, type StepProps } from './wizard-step.tsx'

const matchings: readonly Matching[] = ['none', 'email', 'login']

/** What sign-ins may do with people; then the provider is made, switched off. */
export function StepPeople({ draft, change, next, back }: StepProps) {
  const preset = useGet<Shape<'preset'>>(draft.preset === null ? null : `/presets/${draft.preset}`)
  const save = useChange<Shape<'provider'>>({
    onDone: (made) => {
      change({ made: made.slug })
      next()
    },
  })
  const usualMail = preset.data?.attributes.find((one) => one.column === 'Email')?.names[0] ?? ''
  const submit = () => {
    const body = draft.made === null ? newProvider(draft) : changedProvider(draft)
    const path = draft.made === null ? '/providers' : `/providers/${draft.made}`
    save.mutate({ method: draft.made === null ? 'POST' : 'PATCH', path, body })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="lg">
        <Radio.Group
          label={t('providers.user-type')}
          value={draft.userType}
          onChange={(userType) => change({ userType: userType as WizardDraft['userType'] })}
        >
          <Stack gap="xs" mt="xs">
            {(['employee', 'external'] as const).map((type) => (
              <Radio
                key={type}
                value={type}
                label={t(`providers.user-${type}`)}
                description={t(`providers.user-${type}-hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <fieldset className="plain-set">
          <legend>{t('providers.at-sign-in')}</legend>
          <Stack gap="sm">
            <Switch
              label={t('providers.create')}
              description={t('providers.create-hint')}
              checked={draft.create}
              onChange={(event) => change({ create: event.currentTarget.checked })}
            />
            <Switch
              label={t('providers.update')}
              description={t('providers.update-hint')}
              checked={draft.update}
              onChange={(event) => change({ update: event.currentTarget.checked })}
            />
            <Switch
              label={t('providers.roles')}
              description={t('providers.roles-hint')}
              checked={draft.roles === 'sync'}
              onChange={(event) => change({ roles: event.currentTarget.checked ? 'sync' : 'off' })}
            />
          </Stack>
        </fieldset>
        <Radio.Group
          label={t('providers.match')}
          description={t('providers.match-hint')}
          value={draft.matching}
          onChange={(value) => {
            const attribute = value === 'email' && draft.matchAttribute === '' ? usualMail : draft.matchAttribute
            change({ matching: value as Matching, matchAttribute: attribute })
          }}
        >
          <Stack gap="xs" mt="xs">
            {matchings.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`providers.match-${one}`)}
                description={t(`providers.match-${one}-hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {draft.matching === 'email' ? (
          <TextInput
            label={t('providers.match-attribute')}
            value={draft.matchAttribute}
            onChange={(event) => change({ matchAttribute: event.currentTarget.value })}
            maxLength={512}
            required
          />
        ) : null}
        <p className="note">{t(`providers.base-role-${draft.userType}`)}</p>
        <NotSaved error={save.error} />
      </Stack>
      <StepEnd back={back}>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={draft.matching === 'email' && draft.matchAttribute.trim() === ''}
        >
          {draft.made === null ? t('providers.make') : t('providers.make-again')}
        </Button>
      </StepEnd>
    </form>
  )
}

/** The part of the draft that can be changed later. */
function policyOf(draft: WizardDraft) {
  const allowed = { create: draft.create, update: draft.update }
  const none = { create: false, update: false }
  return {
    name: draft.name.trim(),
    userType: draft.userType,
    employees: draft.userType === 'employee' ? allowed : none,
    external: draft.userType === 'external' ? allowed : none,
    roles: draft.roles,
    link: linkOf(draft),
  }
}

function linkOf({ matching, matchAttribute }: WizardDraft): NonNullable<Given<'providerInput'>['link']> {
  if (matching === 'email') return [{ by: 'email', attribute: matchAttribute.trim() }]
  return matching === 'login' ? [{ by: 'login', from: 'NameID' }] : []
}

function newProvider(draft: WizardDraft): Given<'providerInput'> {
  const entityId = draft.entityId.trim()
  return {
    ...policyOf(draft),
    ...sourceOf(draft),
    ...(entityId === '' ? {} : { entityId }),
    slug: draft.slug,
    preset: draft.preset as Given<'providerInput'>['preset'],
    enabled: false,
  }
}

const changedProvider = (draft: WizardDraft): Given<'providerPatch'> => ({
  ...policyOf(draft),
  ...sourceOf(draft),
  preset: draft.preset as Given<'providerPatch'>['preset'],
})
