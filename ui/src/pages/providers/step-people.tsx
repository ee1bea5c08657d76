import { Button, Stack, Switch, TextInput } from '@mantine/core'
import type { ListPage, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay, useSession } from '../../session.tsx'
import { t } from '../../text.tsx'
import { AllowedFields, Choices, UserTypeField } from './people-fields.tsx'
import { changedProvider, newProvider } from './provider-of-draft.ts'
import type { Matching } from './wizard-draft.ts'
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
  const somebodyIsHere = useSomebodyElse()
  const usualMail = preset.data?.attributes.find((one) => one.column === 'Email')?.names[0] ?? ''
  const submit = () => {
    const body = draft.made === null ? newProvider(draft) : changedProvider(draft)
    const path = draft.made === null ? '/providers' : `/providers/${draft.made}`
    const about = t('providers.about-make', { name: draft.name })
    save.mutate({ method: draft.made === null ? 'POST' : 'PATCH', path, body, about })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="lg">
        <UserTypeField value={draft.userType} onChange={(userType) => change({ userType })} />
        <AllowedFields title={t('providers.at-sign-in')} gap="sm" hints value={draft} onChange={change}>
          <Switch
            label={t('providers.roles')}
            description={t('providers.roles-hint')}
            checked={draft.roles === 'sync'}
            onChange={(event) => change({ roles: event.currentTarget.checked ? 'sync' : 'off' })}
          />
        </AllowedFields>
        <Choices
          label={t('providers.match')}
          description={t('providers.match-hint')}
          value={draft.matching}
          choices={matchings.map((one) => ({
            value: one,
            label: t(`providers.match-${one}`),
            hint: t(`providers.match-${one}-hint`),
          }))}
          onChange={(matching) => {
            const attribute = matching === 'email' && draft.matchAttribute === '' ? usualMail : draft.matchAttribute
            change({ matching, matchAttribute: attribute })
          }}
        />
        {draft.matching === 'none' && somebodyIsHere ? (
          <p className="note warn" role="status">
            {t('providers.match-none-warn')}
          </p>
        ) : null}
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

/** Is anybody here besides whoever sets this up? Not known to who may not read people. */
function useSomebodyElse(): boolean {
  const { userId } = useSession()
  const may = useMay('directory:read')
  const contacts = useGet<ListPage<Shape<'contact'>>>(may ? '/contacts' : null, { limit: 2 })
  return (contacts.data?.items ?? []).some((one) => one.user?.id !== userId)
}
