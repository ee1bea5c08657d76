import { Link, useLocation } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { FailedPage } from '../../parts/failed-page.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { Way } from '../../parts/way.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { Mend } from './mend.tsx'
import { TakeBack } from './take-back.tsx'
import { doneText, tellDecided } from './tell-decided.ts'
import { WorkActions } from './work-actions.tsx'

type Detail = Shape<'workDetail'>

/** One thing that needs somebody: what it is, whom it is about, and what can be done. */
export function WorkPage({ params: { id = '' } }: { params: Readonly<Record<string, string>> }) {
  const entry = useGet<Detail>(`/worklist/${id}`)
  const others = useGet<ListPage<Shape<'workEntry'>>>('/worklist', { limit: 20 })
  const may = useMay('directory:write')
  const [, navigate] = useLocation()
  if (entry.isError) return <FailedPage error={entry.error} again={() => entry.refetch()} />
  if (!entry.data) return <Loading />
  const { data } = entry
  const next = others.data?.items.find((one) => one.id !== id)
  const open = data.state === 'open'
  return (
    <Page
      title={t(`worklist.kind-${data.kind}`)}
      lead={<Text text={data.sentence} />}
      actions={next ? <Link href={`/worklist/${next.id}`}>{t('worklist.next')}</Link> : null}
    >
      {open && may && data.actions.length > 0 ? (
        <Card title={t('worklist.do')}>
          <WorkActions
            key={data.id}
            entry={data}
            onDone={(done) => {
              tellDecided([done], done.action ?? '')
              if (done.state !== 'open') navigate(next ? `/worklist/${next.id}` : '/worklist')
            }}
          />
        </Card>
      ) : null}
      {open ? <Mend entry={data} /> : <Closed entry={data} may={may} />}
      <Card title={t('worklist.facts')}>
        <dl className="facts">
          <Fact label={t('worklist.since')}>
            <When at={data.createdAt} />
          </Fact>
          {data.provider ? (
            <Fact label={t('worklist.provider')}>
              <Way href={`/providers/${data.provider}`} needs="trust:read">
                <ProviderName slug={data.provider} />
              </Way>
            </Fact>
          ) : null}
          {data.user ? (
            <Fact label={t('worklist.person')}>
              <Person id={data.user.contactId} name={data.user.name} soft={[data.user.login]} />
            </Fact>
          ) : null}
          {data.owner ? (
            <Fact label={t('worklist.owner')}>
              <Person id={data.owner.id} name={data.owner.name} soft={[data.owner.login, data.owner.email]} />
            </Fact>
          ) : null}
          {data.subject ? (
            <Fact label={t('worklist.subject')}>
              <Text text={data.subject.value} />
            </Fact>
          ) : null}
          {data.signOnId ? (
            <Fact label={t('worklist.met')}>
              <Link href={`/sign-ons/${data.signOnId}`}>{t('worklist.met-at')}</Link>
            </Fact>
          ) : null}
        </dl>
      </Card>
    </Page>
  )
}

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const Person = ({ id, name, soft }: { id: string; name: string; soft: readonly (string | null)[] }) => (
  <>
    <Link href={`/contacts/${id}`}>
      <Text text={name} />
    </Link>
    {[...new Set(soft)].map((one) =>
      one === null || one === name ? null : (
        <span key={one} className="soft">
          {' '}
          <Text text={one} />
        </span>
      ),
    )}
  </>
)

function Closed({ entry, may }: { entry: Detail; may: boolean }) {
  return (
    <Card title={t(`worklist.state-${entry.state}`)}>
      <p className="soft">
        {entry.action ? t('worklist.was-done', { action: doneText(entry.action) }) : t('worklist.was-over')}{' '}
        <When at={entry.closedAt} />
      </p>
      <TakeBack entry={entry} />
      {may && entry.actions.includes('reopen') ? (
        <WorkActions entry={entry} onDone={(done) => tellDecided([done], done.action ?? '')} />
      ) : null}
    </Card>
  )
}
