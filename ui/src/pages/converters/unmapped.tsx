import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { testHref } from '../providers/provider.ts'
import { Share } from '../rules/share.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { ConverterContext } from './context.ts'

type Unmapped = Seen['unmapped'][number]

/** What arrives and nothing reads, each with the one click that makes a row of it. */
export function UnmappedAttributes({
  context,
  used,
  onMap,
  onMend,
}: {
  context: ConverterContext
  /** Attributes that the draft reads by now. */
  used: ReadonlySet<string>
  onMap: (attribute: string, column: string) => void
  /** The attribute of this row was probably meant to be that one. */
  onMend: (converterId: string, wrong: string, attribute: string) => void
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
            {mayWrite ? <Ways one={one} context={context} onMap={onMap} onMend={onMend} /> : null}
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
  context,
  onMap,
  onMend,
}: {
  one: Unmapped
  context: ConverterContext
  onMap: (attribute: string, column: string) => void
  onMend: (converterId: string, wrong: string, attribute: string) => void
}) {
  const { nearest, column } = one
  const free = column !== null && !column.mapped ? column.name : ''
  return (
    <div className="row">
      {nearest ? (
        <Button
          variant="default"
          size="compact-md"
          onClick={() => onMend(nearest.converterId, nearest.attribute, one.name)}
        >
          {t('converters.meant', { wrong: nearest.attribute, column: context.captionOf(nearest.column) })}
        </Button>
      ) : null}
      <Button
        variant="default"
        size="compact-md"
        onClick={() => onMap(one.name, free)}
        aria-label={
          free === ''
            ? t('converters.map-of', { name: one.name })
            : t('converters.map-of-to', { name: one.name, column: context.captionOf(free) })
        }
      >
        {free === '' ? t('converters.map') : t('converters.map-to', { column: context.captionOf(free) })}
      </Button>
    </div>
  )
}
