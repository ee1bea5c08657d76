import { Button, Checkbox, Drawer, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { Aliases } from './aliases.tsx'
import { Mentions } from './mentions.tsx'

type Detail = Shape<'lookupValueDetail'>

/** One entry: who has it, what else leads to it, which rules name it; renaming and removing it. */
export function ValueDrawer({
  path,
  value,
  onClose,
}: {
  path: string
  value: { id: string; name: string }
  onClose: () => void
}) {
  const own = `${path}/${value.id}`
  const detail = useGet<Detail>(own)
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={<Text text={detail.data?.name ?? value.name} />}>
      {detail.isError ? (
        <Failure error={detail.error} again={() => detail.refetch()} />
      ) : detail.data ? (
        <Content path={own} detail={detail.data} onClose={onClose} />
      ) : (
        <Loading />
      )}
    </Drawer>
  )
}

function Content({ path, detail, onClose }: { path: string; detail: Detail; onClose: () => void }) {
  const may = useMay('directory:write')
  const { uses, namedBy } = detail
  const used = uses.contacts > 0 || namedBy.length > 0
  const remove = useChange({ onDone: onClose })
  return (
    <Stack gap="lg">
      <section>
        <h3>{t('lookups.uses')}</h3>
        {uses.contacts === 0 ? (
          <p className="none">{t('lookups.unused')}</p>
        ) : (
          <ul className="plain">
            {uses.byColumn.map((one) => (
              <li key={one.column}>
                <Link href={`/contacts?search=${encodeURIComponent(detail.name)}`}>
                  {t('lookups.contacts', { count: one.contacts })}
                </Link>{' '}
                <code>{one.column}</code>
              </li>
            ))}
          </ul>
        )}
        <Mentions of={namedBy} />
      </section>
      <Aliases path={path} names={detail.aliases} />
      {may ? <Rename path={path} detail={detail} /> : null}
      {may ? (
        <section>
          <h3>{t('lookups.remove')}</h3>
          <p className="soft small">{used ? t('lookups.remove-used') : t('lookups.remove-text')}</p>
          <NotSaved error={remove.error} />
          <Button
            variant="default"
            color="red"
            disabled={used}
            loading={remove.isPending}
            onClick={() => remove.mutate({ method: 'DELETE', path, version: detail.version })}
          >
            {t('act.remove')}
          </Button>
        </section>
      ) : null}
    </Stack>
  )
}

function Rename({ path, detail }: { path: string; detail: Detail }) {
  const [name, setName] = useState(detail.name)
  const [keepAlias, setKeepAlias] = useState(true)
  const save = useChange<Detail>({ onDone: (saved) => setName(saved.name) })
  const current = useCurrent<Detail>(save.error, path)
  const send = (version: number) =>
    save.mutate({ method: 'PATCH', path, body: { name: name.trim(), keepAlias }, version })
  return (
    <section>
      <h3>{t('lookups.rename')}</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send(detail.version)
        }}
      >
        <Stack gap="sm">
          <TextInput
            aria-label={t('lookups.value')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={256}
          />
          <Checkbox
            label={t('lookups.keep-alias')}
            checked={keepAlias}
            onChange={(event) => setKeepAlias(event.currentTarget.checked)}
          />
          {current ? (
            <Conflict
              fields={[
                { label: t('lookups.value'), yours: <Text text={name} />, theirs: <Text text={current.name} /> },
              ]}
              onTake={() => {
                setName(current.name)
                save.reset()
              }}
              onOver={() => send(current.version)}
              busy={save.isPending}
            />
          ) : (
            <NotSaved error={save.error} />
          )}
          <Group>
            <Button
              type="submit"
              variant="default"
              loading={save.isPending}
              disabled={name.trim() === '' || name.trim() === detail.name}
            >
              {t('act.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  )
}
