import { Checkbox, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Given } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import { type Role, withBelow } from './tree.ts'

type Scope = NonNullable<Given<'roleInput'>['scopes']>[number]
const scopes: readonly Scope[] = [
  'directory:read',
  'directory:write',
  'rules:read',
  'rules:write',
  'trust:read',
  'trust:write',
  'claims:read',
]

const parentName = (role: { readonly name: string } | null | undefined): string =>
  role ? roleName(role.name) : t('roles.parent-none')

/** Makes a role, or changes one. What only administrators may say of it is shown to them alone. */
export function RoleForm({
  roles,
  role,
  onClose,
  proposed = '',
  onMade,
}: {
  roles: readonly Role[]
  role: Role | null
  onClose: () => void
  /** What the name of a new one begins as. */
  proposed?: string
  /** What is done with a new one instead of showing it. */
  onMade?: (role: Role) => void
}) {
  const admin = useMay('admin')
  const [, navigate] = useLocation()
  const shownName = role === null ? proposed : roleName(role.name)
  const [name, setName] = useState(shownName)
  const [kind, setKind] = useState<Role['kind']>(role?.kind ?? 'functional')
  const [parent, setParent] = useState<string | null>(role?.parent?.id ?? null)
  const [isProtected, setProtected] = useState(role?.protected ?? false)
  const [sensitive, setSensitive] = useState(role?.sensitive ?? false)
  const [chosen, setChosen] = useState<readonly string[]>(role?.scopes ?? [])
  const save = useChange<Role>({
    onDone: (saved) => {
      onClose()
      if (onMade) onMade(saved)
      else if (role === null) navigate(`/roles/${saved.id}`)
    },
  })
  const path = role === null ? '/roles' : `/roles/${role.id}`
  const current = useCurrent<Role>(save.error, path)
  const builtIn = role?.builtIn !== null && role !== null
  const forbidden = role === null ? new Set<string>() : withBelow(roles, role.id)

  const body = () => ({
    // A built-in role that is shown under a translated name keeps the one that is stored.
    name: role !== null && name.trim() === shownName ? role.name : name.trim(),
    sensitive,
    ...(role === null ? { kind } : {}),
    ...(kind === 'organisational' && !builtIn ? { parent } : {}),
    ...(admin && !builtIn ? { protected: isProtected, scopes: chosen } : {}),
  })
  const send = (version?: number) =>
    save.mutate({
      method: role === null ? 'POST' : 'PATCH',
      path,
      body: body(),
      ...(version === undefined ? {} : { version }),
    })
  return (
    <FormDialog
      title={role === null ? t('roles.add') : t('roles.edit')}
      size="lg"
      act={role === null ? t('roles.make') : t('act.save')}
      ready={name.trim() !== ''}
      busy={save.isPending}
      error={current ? null : save.error}
      onSubmit={() => send(role?.version)}
      onClose={onClose}
    >
      <TextInput
        label={t('roles.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={256}
        required
        data-autofocus
      />
      {role === null ? (
        <SegmentedControl
          aria-label={t('roles.kind')}
          value={kind}
          onChange={(value) => setKind(value as Role['kind'])}
          data={[
            { value: 'functional', label: t('roles.kind-functional') },
            { value: 'organisational', label: t('roles.kind-organisational') },
          ]}
        />
      ) : null}
      {kind === 'organisational' && !builtIn ? (
        <Select
          label={t('roles.parent')}
          description={t('roles.parent-hint')}
          placeholder={t('roles.parent-none')}
          data={roles
            .filter((one) => one.kind === 'organisational' && !forbidden.has(one.id))
            .map((one) => ({ value: one.id, label: roleName(one.name) }))}
          value={parent}
          onChange={setParent}
          searchable
          clearable
        />
      ) : null}
      <Checkbox
        label={t('roles.sensitive-label')}
        description={t('roles.sensitive-hint')}
        checked={sensitive}
        onChange={(event) => setSensitive(event.currentTarget.checked)}
      />
      {admin && !builtIn ? (
        <>
          <Checkbox
            label={t('roles.protected-label')}
            description={t('roles.protected-hint')}
            checked={isProtected}
            onChange={(event) => setProtected(event.currentTarget.checked)}
          />
          <Checkbox.Group
            label={t('roles.scopes')}
            description={t('roles.scopes-hint')}
            value={[...chosen]}
            onChange={setChosen}
          >
            <Stack gap="xs" mt="xs">
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`tokens.scope-${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </>
      ) : null}
      {current ? (
        <Conflict
          fields={[
            { label: t('roles.name'), yours: <Text text={name} />, theirs: <Text text={roleName(current.name)} /> },
            ...(kind === 'organisational'
              ? [
                  {
                    label: t('roles.parent'),
                    yours: <Text text={parentName(roles.find((one) => one.id === parent))} />,
                    theirs: <Text text={parentName(current.parent)} />,
                  },
                ]
              : []),
          ]}
          onTake={onClose}
          onOver={() => send(current.version)}
          busy={save.isPending}
        />
      ) : null}
    </FormDialog>
  )
}
