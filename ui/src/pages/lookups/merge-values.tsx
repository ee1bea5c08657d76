import { Radio, Stack } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Foretold } from '../../parts/merge-forecast.tsx'
import { Text } from '../../parts/value.tsx'
import { useInTurn } from '../../query-in-turn.ts'
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
  const { send, busy, error } = useInTurn(onDone)
  const going = values.filter((one) => one.id !== into)
  const name = values.find((one) => one.id === into)?.name ?? ''
  const forecasts = useQueries({
    queries: going.map((one) => ({
      queryKey: ['merge', path, one.id, into],
      queryFn: () => call<Merged>('POST', `${path}/${one.id}/merge`, { body: { into, dryRun: true } }),
    })),
  })
  const told = forecasts.flatMap((one) => (one.data ? [one.data] : []))
  const foretold = told.length < going.length ? undefined : told
  const merge = () =>
    send(going.map((one) => ({ path: `${path}/${one.id}/merge`, body: { into }, name: `${one.id}.${into}` })))
  return (
    <FormDialog
      title={t('lookups.merge')}
      size="lg"
      act={t('lookups.merge-do')}
      byButton
      ready={foretold !== undefined}
      busy={busy}
      error={error}
      onSubmit={merge}
      onClose={onClose}
    >
      <Radio.Group label={t('lookups.merge-stays')} value={into} onChange={setInto}>
        <Stack gap="xs" mt="xs">
          {values.map((one) => (
            <Radio key={one.id} value={one.id} label={<Text text={one.name} />} />
          ))}
        </Stack>
      </Radio.Group>
      <Foretold answer={foretold} error={forecasts.find((one) => one.isError)?.error}>
        {(all) => (
          <>
            <h3>{t('lookups.merge-what')}</h3>
            <p>
              <Say
                k="lookups.merge-contacts"
                v={{ count: all.reduce((sum, one) => sum + one.uses.contacts, 0), name: <Text text={name} /> }}
              />{' '}
              <Say
                k="lookups.merge-aliases"
                v={{ names: going.map((one) => one.name).join(', '), name: <Text text={name} /> }}
              />
            </p>
            <Mentions of={all.flatMap((one) => one.namedBy)} />
            <Widened providers={[...new Set(all.flatMap((one) => one.widens))]} />
            <p>{t('lookups.merge-final')}</p>
          </>
        )}
      </Foretold>
    </FormDialog>
  )
}

const Widened = ({ providers }: { providers: readonly string[] }) =>
  providers.length > 0 ? <p>{t('lookups.merge-widens', { providers: providers.join(', ') })}</p> : null
