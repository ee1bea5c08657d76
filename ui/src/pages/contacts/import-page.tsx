import { Button, FileButton, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { call, type ListPage, type Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { numberText, t } from '../../text.tsx'

type Run = Shape<'importRun'>

/** Imports people from a CSV file: first only looked at, then for real. */
export function ImportPage() {
  const [file, setFile] = useState<File | null>(null)
  const [run, setRun] = useState<Run | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const start = async (dryRun: boolean) => {
    if (!file) return
    setBusy(true)
    setError(null)
    try {
      setRun(await upload(file, dryRun))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page title={t('contacts.import-title')} lead={t('contacts.import-lead')}>
      <Card>
        <Stack>
          <Group>
            <FileButton
              accept=".csv,text/csv"
              onChange={(chosen) => {
                setFile(chosen)
                setRun(null)
              }}
            >
              {(props) => (
                <Button variant="default" {...props}>
                  {t('contacts.import-file')}
                </Button>
              )}
            </FileButton>
            {file ? <Text text={file.name} /> : null}
          </Group>
          <p className="soft small">{t('contacts.import-columns')}</p>
          <NotSaved error={error} />
          <Group>
            <Button loading={busy} disabled={!file} variant={run ? 'default' : 'filled'} onClick={() => start(true)}>
              {t('contacts.import-look')}
            </Button>
            {run?.dryRun ? <ReallyImport run={run} busy={busy} onStart={() => start(false)} /> : null}
          </Group>
        </Stack>
      </Card>
      {run ? <Progress id={run.id} /> : null}
    </Page>
  )
}

function ReallyImport({ run, busy, onStart }: { run: Run; busy: boolean; onStart: () => void }) {
  const now = useGet<Run>(`/imports/${run.id}`, {}, { every: 1_000 })
  return (
    <Button loading={busy} disabled={now.data?.state !== 'done'} onClick={onStart}>
      {t('contacts.import-do')}
    </Button>
  )
}

function Progress({ id }: { id: string }) {
  const run = useGet<Run>(`/imports/${id}`, {}, { every: 1_000 })
  const problems = useGet<ListPage<Shape<'importProblem'>>>(`/imports/${id}/problems`, { limit: 50 }, { every: 2_000 })
  if (!run.data) return null
  const { counts, state, dryRun, code } = run.data
  return (
    <Card title={t(dryRun ? 'contacts.import-would' : 'contacts.import-did')}>
      <p role="status">
        {t(`contacts.import-${state}`)} {code ? <code>{code}</code> : null}
      </p>
      <dl className="facts">
        {(['rows', 'created', 'updated', 'unchanged', 'leftOut', 'lookupValues'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`contacts.import-count-${name}`)}</dt>
            <dd>{numberText(counts[name])}</dd>
          </div>
        ))}
      </dl>
      {problems.data && problems.data.items.length > 0 ? (
        <>
          <h3>{t('contacts.import-problems')}</h3>
          <ul className="plain">
            {problems.data.items.map((one) => (
              <li key={`${one.row} ${one.field} ${one.code}`}>
                {t('contacts.import-row', { row: one.row })} {one.field ? <code>{one.field}</code> : null}{' '}
                <Text text={one.message} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  )
}

/** Some systems call a table something else, or nothing. */
const upload = (file: File, dryRun: boolean): Promise<Run> =>
  call<Run>('POST', '/imports', { query: { dryRun }, body: new Blob([file], { type: 'text/csv' }) })
