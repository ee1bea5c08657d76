import { Button, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Author } from '../../parts/author.tsx'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { Findings } from './findings.tsx'
import { ReplayActs } from './replay-acts.tsx'
import { ReplayPeople } from './replay-people.tsx'
import { type Replay, useReplay } from './use-replay.ts'
import './replays.css'

/**
 * How a replay goes and what it found: in one sentence, by column and role, and person by person; then it is saved, carried out
 * or taken back. The same in the dialog of a draft and on a page of its own.
 */
export function ReplayResult({
  id,
  isApart = false,
  onSave = null,
}: {
  id: string
  /** In a dialog, over something that is not saved: links open elsewhere. */
  isApart?: boolean
  onSave?: (() => void) | null
}) {
  const replay = useReplay(id)
  const client = useQueryClient()
  const state = replay.data?.state
  const before = useRef(state)
  useEffect(() => {
    // What was carried out, or tried to its end, changes the list of its people.
    if (before.current === 'running' && state !== 'running')
      client.invalidateQueries({ queryKey: [`/replays/${id}/people`] })
    before.current = state
  }, [state, id, client])
  if (replay.isError) return <Failure error={replay.error} again={() => replay.refetch()} />
  if (!replay.data) return <Loading lines={6} />
  const { data } = replay
  return (
    <div className="stack">
      <About replay={data} isApart={isApart} />
      {data.state === 'running' ? <Running replay={data} /> : null}
      <Ended replay={data} />
      <Findings replay={data} />
      {data.state === 'running' ? null : <ReplayActs replay={data} onSave={onSave} />}
      {(data.counts.people ?? 0) > 0 && data.state !== 'running' ? (
        <ReplayPeople replay={data} isApart={isApart} />
      ) : null}
    </div>
  )
}

const About = ({ replay, isApart }: { replay: Replay; isApart: boolean }) => (
  <p className="soft small row">
    <span>
      {t(replay.draft ? 'replays.of-draft' : 'replays.of-saved', { revision: replay.revision })} ·{' '}
      {replay.provider ?? t('rules.all-providers')} · {t('replays.last-count', { count: replay.last })} ·{' '}
      <Author author={replay.author} /> · <When at={replay.createdAt} />
    </span>
    {isApart ? (
      <a href={`/admin/replays/${replay.id}`} target="_blank" rel="noopener">
        {t('replays.own-page')}
      </a>
    ) : null}
  </p>
)

/** How far it is, and the way to stop it. */
function Running({ replay }: { replay: Replay }) {
  const stop = useChange()
  const mayStop = useMay('rules:write')
  // While it tries nobody knows how many there are; it is no more than was asked for.
  const total = replay.stage === 'try' ? replay.last : replay.total
  return (
    <div className="replay-running" role="status">
      <p>
        {t(`replays.running-${replay.stage}`)} {t('progress.of', { done: replay.done, total })}
      </p>
      <Progress
        value={total === 0 ? 0 : (replay.done / total) * 100}
        aria-label={t(`replays.running-${replay.stage}`)}
        animated
      />
      {mayStop ? (
        <Button
          mt="sm"
          variant="default"
          size="compact-md"
          leftSection={<Icon name="close" size={16} />}
          loading={stop.isPending}
          onClick={() => stop.mutate({ method: 'DELETE', path: `/replays/${replay.id}` })}
        >
          {t('progress.cancel')}
        </Button>
      ) : null}
      <NotSaved error={stop.error} />
    </div>
  )
}

/** How it ended, where that is not simply well. */
function Ended({ replay: { state, code } }: { replay: Replay }) {
  if (state === 'running' || state === 'done') return null
  return (
    <p className={`note ${state === 'cancelled' ? '' : 'bad'}`}>
      {t(`replays.${state}`)} {code === null ? null : (wordOf(`fix.${code}`) ?? '')}{' '}
      {code === null ? null : <code>{code}</code>}
    </p>
  )
}
