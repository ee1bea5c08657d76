import type { ReactNode } from 'react'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import type { Provider, ProviderChange } from './provider.ts'
import { settingLabels } from './setting-labels.ts'

const shown = (value: unknown): ReactNode =>
  value === null || value === undefined ? (
    <span className="none">{t('value.none')}</span>
  ) : (
    <Text text={typeof value === 'string' ? value : JSON.stringify(value)} />
  )

/** What somebody changes and somebody else has saved meanwhile, field by field. */
export function disputed(given: ProviderChange, current: Provider) {
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
  ...settingLabels,
}
