import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { testHref } from '../providers/provider.ts'
import { percent, Share } from '../rules/share.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { ConverterContext } from './context.ts'

type Unmapped = Seen['unmapped'][number]

/** An attribute that a row probably should read. */
export interface Meant {
  readonly converterId: string
  readonly attribute: string
  /** What never arrives and makes way for it; null: it is read as well, after those that the row reads. */
  readonly replaces: string | null
}

/** What arrives and nothing reads, each with the one click that makes a row of it. */
export function UnmappedAttributes({
  context,
  used,
  onMap,
  onMend,
  readsOf,
}: {
  context: ConverterContext
  /** Attributes that the draft reads by now. */
  used: ReadonlySet<string>
  onMap: (attribute: string, column: string) => void
  /** That attribute is read by this row as well, or instead of one that never arrives. */
  onMend: (meant: Meant) => void
  /** What this row reads in the draft, in its order; null where it reads no list of attributes. */
  readsOf: (converterId: string) => readonly string[] | null
}) {
  const { seen, mayWrite } = context
  const list = seen.unmapped.filter((one) => !used.has(one.name))
  const more = seen.reports.reduce((sum, one) => sum + one.moreUnmapped, 0)
  return (
    <Card title={t('converters.unmapped')}>
      <p className="soft">{t('converters.unmapped-text')}</p>
      {list.length > 0 ? null : seen.counted === 0 && !seen.isReading ? (
        <NothingYet slugs={context.providers.map((one) => one.slug)} />
      ) : (
        <p className="none">{t('converters.unmapped-none')}</p>
      )}
      <ul className="unmapped">
        {list.map((one) => (
          <li key={one.name}>
            <div className="grow">
              <strong>
                <Text text={one.name} />
              </strong>
              <Share part={one.signOns} whole={seen.counted} />
              {one.values?.last.map((value) => (
                <span className="last" key={value}>
                  <Text text={value} />
                </span>
              ))}
            </div>
            {mayWrite ? <Ways one={one} context={context} onMap={onMap} onMend={onMend} readsOf={readsOf} /> : null}
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="soft small">{t('converters.unmapped-more', { count: more })}</p> : null}
    </Card>
  )
}

/** Before the first sign-in there is nothing to use: a test shows what would arrive. Tests are not counted, so one that was made is named. */
function NothingYet({ slugs }: { slugs: readonly string[] }) {
  const mayTest = useMay('trust:write')
  const [only, other] = slugs
  const one = only !== undefined && other === undefined ? only : null
  const query = { tests: 'only', limit: 1, ...(one === null ? {} : { provider: one }) }
  const tests = useGet<ListPage<Shape<'signOnLine'>>>(useMay('directory:read') ? '/sign-ons' : null, query)
  const last = tests.data?.items.find(({ provider, code }) => provider !== null && code === null)
  const says = t('converters.nothing-yet-test')
  return (
    <p>
      {t('converters.nothing-yet')}{' '}
      {last ? (
        <Link href={`/providers/${last.provider}/test/${last.id}`}>{t('converters.nothing-yet-tested')}</Link>
      ) : !mayTest ? null : one === null ? (
        <Link href="/providers">{says}</Link>
      ) : (
        <a href={testHref(one)}>{says}</a>
      )}
    </p>
  )
}

function Ways({
  one,
  context: { seen, captionOf },
  onMap,
  onMend,
  readsOf,
}: {
  one: Unmapped
  context: ConverterContext
  onMap: (attribute: string, column: string) => void
  onMend: (meant: Meant) => void
  readsOf: (converterId: string) => readonly string[] | null
}) {
  const { nearest, column } = one
  const free = column !== null && !column.mapped ? column.name : ''
  const meant = nearest && readsOf(nearest.converterId)?.includes(nearest.attribute) ? nearest : null
  return (
    <div className="row">
      {meant ? <Mend one={one} meant={meant} context={{ seen, captionOf }} onMend={onMend} /> : null}
      <Button
        variant="default"
        size="compact-md"
        onClick={() => onMap(one.name, free)}
        aria-label={
          free === ''
            ? t('converters.map-of', { name: one.name })
            : t('converters.map-of-to', { name: one.name, column: captionOf(free) })
        }
      >
        {free === '' ? t('converters.map') : t('converters.map-to', { column: captionOf(free) })}
      </Button>
    </div>
  )
}

/** What still arrives is never replaced: the other one is read as well, where the first of them is missing. */
function Mend({
  one,
  meant: { converterId, attribute, column },
  context: { seen, captionOf },
  onMend,
}: {
  one: Unmapped
  meant: NonNullable<Unmapped['nearest']>
  context: Pick<ConverterContext, 'seen' | 'captionOf'>
  onMend: (meant: Meant) => void
}) {
  const came = seen.names.get(attribute) ?? 0
  const never = came === 0 && !seen.isReading
  const names = { name: one.name, column: captionOf(column), now: attribute }
  return (
    <>
      <span className="soft small">
        <Text
          text={
            never
              ? t('converters.meant-never', names)
              : t('converters.meant-shares', {
                  ...names,
                  came: percent(came, seen.counted),
                  share: percent(one.signOns, seen.counted),
                })
          }
        />
      </span>
      <Button
        variant="default"
        size="compact-md"
        onClick={() => onMend({ converterId, attribute: one.name, replaces: never ? attribute : null })}
      >
        <Text text={t(never ? 'converters.meant' : 'converters.meant-too', names)} />
      </Button>
    </>
  )
}
