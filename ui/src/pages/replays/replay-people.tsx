import { Button, Modal, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '../../address.ts'
import { get, type Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { useInnerDialog } from '../../parts/inner-dialog.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { useCaptions } from '../../parts/plan-words.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Cell, Text } from '../../parts/value.tsx'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import type { Replay } from './use-replay.ts'

type Person = Shape<'replayPerson'>

/** The people of a replay: what would change for each, and their plan. */
export function ReplayPeople({ replay, isApart }: { replay: Replay; isApart: boolean }) {
  const [params, set] = useAddress()
  const captionOf = useCaptions()
  const roles = useAll<Shape<'role'>>('/roles').data ?? []
  const mayRead = useMay('claims:read')
  const roleOf = (id: string) => roleName(roles.find((one) => one.id === id)?.name ?? id)
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
      cell: (one) => (
        <span className="replay-changes">
          {one.code === null ? null : <span className="badge bad">{one.code}</span>}
          {one.columns.length > 0 ? <span>{one.columns.map(captionOf).join(', ')}</span> : null}
          {one.withdrawn.map((id) => (
            <span className="badge bad" key={`-${id}`}>
              − <Text text={roleOf(id)} />
            </span>
          ))}
          {one.granted.map((id) => (
            <span className="badge good" key={`+${id}`}>
              + <Text text={roleOf(id)} />
            </span>
          ))}
          {one.problems.map((code) => (
            <span className="badge warn" key={code}>
              {code}
            </span>
          ))}
          {one.affected ? null : <span className="none">{t('plan.nothing')}</span>}
        </span>
      ),
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
  const person = params.get('person')
  return (
    <>
      <DataList
        label={t('replays.people')}
        path={`/replays/${replay.id}/people`}
        query={{ affected: 'true' }}
        columns={columns}
        keyOf={(one) => one.signOnId}
        filters={['affected', 'column', 'role', 'code', 'problem', 'applied', 'undone']}
        controls={
          <Select
            label={t('replays.people')}
            data={[
              { value: 'true', label: t('replays.only-affected') },
              { value: 'false', label: t('replays.only-unaffected') },
            ]}
            value={params.get('affected') ?? 'true'}
            onChange={(value) => set('affected', value === 'false' ? value : null)}
            allowDeselect={false}
            w={290}
          />
        }
        empty={<p className="none">{t('replays.nobody')}</p>}
      />
      {person === null ? null : (
        <PersonPlan replayId={replay.id} signOnId={person} onClose={() => set('person', null)} />
      )}
    </>
  )
}

/** What the tried rules would do to one person, as it is now; looking at it is audited. */
function PersonPlan({ replayId, signOnId, onClose }: { replayId: string; signOnId: string; onClose: () => void }) {
  useInnerDialog()
  const path = `/replays/${replayId}/people/${signOnId}`
  const person = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Shape<'replayPersonDetail'>>(path, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Modal opened onClose={onClose} title={person.data?.contactName ?? t('replays.plan')} size="lg">
      {person.isError ? <Failure error={person.error} /> : null}
      {person.isPending ? <Loading lines={5} /> : null}
      {person.data ? <PlanView plan={person.data.plan} /> : null}
    </Modal>
  )
}
