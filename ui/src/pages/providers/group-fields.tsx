import { NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { More } from '../../parts/more.tsx'
import { t } from '../../text.tsx'
import type { Edits } from './edits.tsx'
import type { Provider } from './provider.ts'

/** How groups are read, what their absence means, and how much a sign-in may take away. */
export function GroupFields({ edits: { now, set, errorOf } }: { edits: Edits }) {
  return (
    <Stack mt="md">
      <TagsInput
        label={t('providers.role-attributes')}
        description={t('providers.role-attributes-hint')}
        value={now.roleAttributes === 'well-known' ? [] : [...now.roleAttributes]}
        onChange={(names) => set({ roleAttributes: names.length === 0 ? 'well-known' : names })}
        error={errorOf('roleAttributes')}
        maxTags={50}
      />
      <Select
        label={t('providers.absent-groups')}
        description={t('providers.absent-groups-hint')}
        data={(['keep', 'none'] as const).map((value) => ({ value, label: t(`providers.absent-${value}`) }))}
        value={now.absentGroups}
        onChange={(value) => value && set({ absentGroups: value as Provider['absentGroups'] })}
        allowDeselect={false}
      />
      <TagsInput
        label={t('providers.ignore-groups')}
        description={t('providers.ignore-groups-hint')}
        value={now.ignoreGroups}
        onChange={(ignoreGroups) => set({ ignoreGroups })}
        error={errorOf('ignoreGroups')}
        maxTags={500}
      />
      <More title={t('providers.groups-more')}>
        <Select
          label={t('providers.group-names')}
          description={t('providers.group-names-hint')}
          data={(['as-sent', 'cn', 'strip-domain', 'last-segment'] as const).map((value) => ({
            value,
            label: t(`providers.group-names-${value}`),
          }))}
          value={now.groupNames}
          onChange={(value) => value && set({ groupNames: value as Provider['groupNames'] })}
          allowDeselect={false}
        />
        <TextInput
          label={t('providers.group-separator')}
          description={t('providers.group-separator-hint')}
          value={now.groupSeparator ?? ''}
          onChange={(event) => set({ groupSeparator: event.currentTarget.value || null })}
          error={errorOf('groupSeparator')}
          maxLength={8}
          maw="12rem"
        />
        <Switch
          label={t('providers.exact-names')}
          description={t('providers.exact-names-hint')}
          checked={now.exactRoleNames}
          onChange={(event) => set({ exactRoleNames: event.currentTarget.checked })}
        />
        <Switch
          label={t('providers.name-case')}
          checked={now.roleNameCase === 'ignore'}
          onChange={(event) => set({ roleNameCase: event.currentTarget.checked ? 'ignore' : null })}
        />
        <Switch
          label={t('providers.create-roles')}
          description={t('providers.create-roles-hint')}
          checked={now.createRoles === true}
          onChange={(event) => set({ createRoles: event.currentTarget.checked ? true : null })}
        />
        <TagsInput
          label={t('providers.allowed-roles')}
          description={t(
            now.userType === 'external' ? 'providers.allowed-roles-external' : 'providers.allowed-roles-hint',
          )}
          value={now.allowedRoles ?? []}
          onChange={(names) => set({ allowedRoles: names.length === 0 ? null : names })}
          error={errorOf('allowedRoles')}
        />
        <NumberInput
          label={t('providers.withdrawal-ceiling')}
          description={t('providers.withdrawal-ceiling-hint')}
          value={now.withdrawalCeiling ?? ''}
          onChange={(value) => set({ withdrawalCeiling: value === '' ? null : Number(value) })}
          error={errorOf('withdrawalCeiling')}
          min={0}
          max={1_000_000}
          maw="16rem"
        />
      </More>
    </Stack>
  )
}
