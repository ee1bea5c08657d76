import { Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { Say, t } from '../../text.tsx'
import { Mentions } from './mentions.tsx'

type Value = Shape<'lookupValue'>
type Merged = Shape<'lookupMerged'>

/** Makes several entries one: says what that means for contacts, names and rules before it is done. */
export function MergeValues({
  path,
  values,
  onClose,
  onDone,
}: {
  path: string
  values: readonly Value[]
  onClose: () => void
  onDone: () => void
}) {
  const [into, setInto] = useState(values[0]?.id ?? '')
  const [busy, setBusy] = useState(false)
  const [run] = useState(() => crypto.randomUUID())
  const [error, setError] = useState<unknown>(null)
  const client = useQueryClient()
  const going = values.filter((one) => one.id !== into)
  const staying = values.find((one) => one.id === into)
  const forecasts = useQueries({
    queries: going.map((one) => ({
      queryKey: ['merge', path, one.id, into],
      queryFn: () => call<Merged>('POST', `${path}/${one.id}/merge`, { body: { into, dryRun: true } }),
    })),
  })
  const failed = forecasts.find((one) => one.isError)
  const foretold = forecasts.flatMap((one) => (one.data ? [one.data] : []))
  const contacts = foretold.reduce((sum, one) => sum + one.uses.contacts, 0)
  const widens = [...new Set(foretold.flatMap((one) => one.widens))]

  const merge = async () => {
    setBusy(true)
    setError(null)
    try {
      // One after the other: each is whole by itself, and what was done stays done when a later one is refused.
      for (const one of going) {
        await call('POST', `${path}/${one.id}/merge`, { body: { into }, key: `${run}.${one.id}.${into}` })
      }
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
      await client.invalidateQueries()
    }
  }
  return (
    <Modal opened onClose={onClose} title={t('lookups.merge')} size="lg">
      <Stack>
        <Radio.Group label={t('lookups.merge-stays')} value={into} onChange={setInto}>
          <Stack gap="xs" mt="xs">
            {values.map((one) => (
              <Radio key={one.id} value={one.id} label={<Text text={one.name} />} />
            ))}
          </Stack>
        </Radio.Group>
        {failed ? (
          <Failure error={failed.error} />
        ) : foretold.length < going.length || !staying ? (
          <Loading lines={2} />
        ) : (
          <div className="note">
            <h3>{t('lookups.merge-what')}</h3>
            <p>
              <Say k="lookups.merge-contacts" v={{ count: contacts, name: <Text text={staying.name} /> }} />{' '}
              <Say
                k="lookups.merge-aliases"
                v={{ names: going.map((one) => one.name).join(', '), name: <Text text={staying.name} /> }}
              />
            </p>
            <Mentions of={foretold.flatMap((one) => one.namedBy)} />
            {widens.length > 0 ? <p>{t('lookups.merge-widens', { providers: widens.join(', ') })}</p> : null}
            <p>{t('lookups.merge-final')}</p>
          </div>
        )}
        <NotSaved error={error} />
        <Group>
          <Button onClick={merge} loading={busy} disabled={foretold.length < going.length}>
            {t('lookups.merge-do')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
