import { Button } from '@mantine/core'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
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
      {list.length === 0 ? <p className="none">{t('converters.unmapped-none')}</p> : null}
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
