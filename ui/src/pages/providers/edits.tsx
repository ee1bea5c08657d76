import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ApiError } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import type { Provider, ProviderChange, Settings } from './provider.ts'

/** What of a provider is being changed, until it is saved or given up. */
export interface Edits {
  /** As it will be: what is changed, over what is saved. */
  readonly now: Provider
  readonly settings: Settings
  readonly set: (fields: ProviderChange) => void
  readonly setSettings: (fields: Settings) => void
  readonly drop: () => void
  readonly changed: boolean
  readonly save: (version?: number) => void
  readonly busy: boolean
  readonly error: unknown
  /** What is wrong with one field, when saving it was refused for it. */
  readonly errorOf: (field: string) => string | null
  readonly given: ProviderChange
  /** May whoever looks change it at all? */
  readonly may: boolean
}

/** Edits a provider field by field; saving sends only what was changed, upon the version that the first change was made on. */
export function useEdits(provider: Provider): Edits {
  const [given, setGiven] = useState<ProviderChange>({})
  const [version, setVersion] = useState(provider.version)
  const may = useMay('trust:write')
  const change = useChange<Provider>({ onDone: () => setGiven({}) })
  const changed = Object.keys(given).length > 0
  const put = (next: ProviderChange) => {
    if (!changed) setVersion(provider.version)
    change.reset()
    setGiven(next)
  }
  const errors = change.error instanceof ApiError ? (change.error.problem?.errors ?? []) : []
  return {
    now: { ...provider, ...withoutSettings(given) } as Provider,
    settings: { ...(provider.settings as Settings), ...given.settings },
    set: (fields) => put({ ...given, ...fields }),
    setSettings: (fields) => put({ ...given, settings: { ...given.settings, ...fields } }),
    drop: () => {
      change.reset()
      setGiven({})
    },
    changed,
    save: (upon = version) =>
      change.mutate({ method: 'PATCH', path: `/providers/${provider.slug}`, body: given, version: upon }),
    busy: change.isPending,
    error: change.error,
    errorOf: (field) => errors.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.message ?? null,
    given,
    may,
  }
}

const withoutSettings = ({ settings: _, ...rest }: ProviderChange) => rest

/** The form around the fields of a tab, with its end: saved, given up, or compared with what somebody else has saved. */
export function EditForm({ provider, edits, children }: { provider: Provider; edits: Edits; children: ReactNode }) {
  const path = `/providers/${provider.slug}`
  const current = useCurrent<Provider>(edits.error, path)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (edits.changed) edits.save()
  }
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!edits.may} className="plain-set">
        {children}
      </fieldset>
      {current === null ? (
        <NotSaved error={edits.error} />
      ) : (
        <Conflict
          fields={disputed(edits.given, current)}
          onTake={edits.drop}
          onOver={() => edits.save(current.version)}
          busy={edits.busy}
        />
      )}
      {edits.changed && current === null ? (
        <div className="row edit-end">
          <Button type="submit" loading={edits.busy}>
            {t('act.save')}
          </Button>
          <Button variant="default" onClick={edits.drop}>
            {t('act.cancel')}
          </Button>
        </div>
      ) : null}
      <Unsaved when={edits.changed} />
    </form>
  )
}

const shown = (value: unknown): ReactNode =>
  value === null || value === undefined ? (
    <span className="none">{t('value.none')}</span>
  ) : (
    <Text text={typeof value === 'string' ? value : JSON.stringify(value)} />
  )

function disputed(given: ProviderChange, current: Provider) {
  const { settings, ...fields } = given
  const theirs = current.settings as Readonly<Record<string, unknown>>
  return [
    ...Object.entries(fields).map(([name, yours]) => ({
      label: t(labels[name] ?? 'providers.more-field'),
      yours: shown(yours),
      theirs: shown(current[name as keyof Provider]),
    })),
    ...Object.entries(settings ?? {}).map(([name, yours]) => ({
      label: t(labels[name] ?? 'providers.more-field'),
      yours: shown(yours),
      theirs: shown(theirs[name]),
    })),
  ]
}

/** What the fields are called where two versions of them are compared. */
const labels: Readonly<Record<string, TextKey>> = {
  name: 'providers.name',
  enabled: 'providers.state',
  preset: 'providers.product',
  userType: 'providers.user-type',
  employees: 'providers.for-employees',
  external: 'providers.for-external',
  externalWhen: 'providers.external-when',
  roles: 'providers.roles',
  link: 'providers.match',
  absentGroups: 'providers.absent-groups',
  roleAttributes: 'providers.role-attributes',
  exactRoleNames: 'providers.exact-names',
  roleNameCase: 'providers.name-case',
  createRoles: 'providers.create-roles',
  allowedRoles: 'providers.allowed-roles',
  ignoreGroups: 'providers.ignore-groups',
  groupSeparator: 'providers.group-separator',
  groupNames: 'providers.group-names',
  withdrawalCeiling: 'providers.withdrawal-ceiling',
  lookupCeiling: 'providers.lookup-ceiling',
  allowedAccounts: 'providers.allowed-accounts',
  subjectFrom: 'providers.subject-from',
  loginFrom: 'providers.login-from',
  loginTaken: 'providers.login-taken',
  newUsers: 'providers.new-users',
  reactivate: 'providers.reactivate',
  pilot: 'providers.pilot',
  disableAfterDays: 'providers.disable-after',
  metadataUrl: 'providers.metadata-url',
  metadataCertificates: 'providers.metadata-signers',
  metadataSha256: 'providers.metadata-sha256',
  clockSkewSeconds: 'providers.clock-skew',
  maxAgeSeconds: 'providers.max-age',
  maxBytes: 'providers.max-bytes',
  maxNodes: 'providers.max-nodes',
  requestBinding: 'providers.request-binding',
  nameIdPolicy: 'providers.name-id-policy',
  forceAuthn: 'providers.force-authn',
  authnContexts: 'providers.authn-contexts',
  idpInitiated: 'providers.idp-initiated',
  singleLogout: 'providers.single-logout',
  wantEncryption: 'providers.want-encryption',
  requireSignedResponse: 'providers.require-signed',
  exceptions: 'providers.exceptions',
}
