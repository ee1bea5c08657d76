import { Button, Modal, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '../../address.ts'
import { get, type Shape } from '../../api.ts'
import { BeforeAfter } from '../../parts/before-after.tsx'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { useInnerDialog } from '../../parts/inner-dialog.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Cell } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { PersonChanges } from './person-changes.tsx'
import type { Replay } from './use-replay.ts'

type Person = Shape<'replayPerson'>

/** Which people are listed, and how the API is asked for them. */
const asks = {
  draft: { byDraft: 'true' },
  affected: { affected: 'true' },
  unaffected: { affected: 'false' },
  all: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>
type Who = keyof typeof asks

/** The people of a replay: what would change for each, and their plan. */
export function ReplayPeople({ replay, isApart }: { replay: Replay; isApart: boolean }) {
  const [params, set] = useAddress()
  const mayRead = useMay('claims:read')
  const columns: readonly Column<Person>[] = [
    {
      key: 'name',
      title: t('replays.person'),
      cell: (one) =>
        one.contactId === null ? (
          <span className="none">{t('replays.newcomer')}</span>
        ) : (
          <a href={`/admin/contacts/${one.contactId}`} {...(isApart ? { target: '_blank', rel: 'noopener' } : {})}>
            <Cell value={one.contactName ?? one.login} />
          </a>
        ),
    },
    {
      key: 'changes',
      title: t('replays.changes'),
      cell: (one) => <PersonChanges person={one} />,
    },
    ...(replay.stage === 'try'
      ? []
      : [
          {
            key: 'done',
            title: t('replays.done'),
            cell: (one: Person) => {
              const what = one.undone === null ? one.applied : (`undone-${one.undone}` as const)
              return what === null ? '–' : <span className="badge quiet">{t(`replays.person-${what}`)}</span>
            },
          },
        ]),
    {
      key: 'plan',
      title: t('replays.plan'),
      cell: (one) =>
        mayRead ? (
          <Button variant="subtle" size="compact-sm" onClick={() => set('person', one.signOnId)}>
            {t('replays.show')}
          </Button>
        ) : null,
    },
  ]
  const shown: readonly Who[] = [
    ...(replay.counts.byDraft ? (['draft'] as const) : []),
    'affected',
    'unaffected',
    'all',
  ]
  const who = shown.find((one) => one === params.get('who')) ?? shown[0] ?? 'affected'
  const person = params.get('person')
  return (
    <>
      <DataList
        label={t('replays.people')}
        path={`/replays/${replay.id}/people`}
        query={asks[who]}
        columns={columns}
        keyOf={(one) => one.signOnId}
        filters={['column', 'role', 'code', 'problem', 'applied', 'undone']}
        controls={
          <Select
            label={t('replays.people')}
            data={shown.map((value) => ({ value, label: t(`replays.only-${value}`) }))}
            value={who}
            onChange={(value) => set('who', value === shown[0] ? null : value)}
            allowDeselect={false}
            w={400}
            maw="100%"
          />
        }
        empty={<p className="none">{t('replays.nobody')}</p>}
      />
      {person === null ? null : <PersonPlan replay={replay} signOnId={person} onClose={() => set('person', null)} />}
    </>
  )
}

/** What the tried rules would do to one person, as it is now; looking at it is audited. */
function PersonPlan({ replay, signOnId, onClose }: { replay: Replay; signOnId: string; onClose: () => void }) {
  useInnerDialog()
  const path = `/replays/${replay.id}/people/${signOnId}`
  const person = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Shape<'replayPersonDetail'>>(path, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={person.data?.contactName ?? t('replays.plan')}
      size={replay.draft ? '75rem' : 'lg'}
    >
      {person.isError ? <Failure error={person.error} /> : null}
      {person.isPending ? <Loading lines={5} /> : null}
      {person.data ? <Plans person={person.data} /> : null}
    </Modal>
  )
}

const Plans = ({ person: { plan, before } }: { person: Shape<'replayPersonDetail'> }) =>
  before ? <BeforeAfter before={before} after={plan} /> : <PlanView plan={plan} />
