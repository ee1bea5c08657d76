import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { ConverterForm, ConvertersView } from './converter-view.ts'
import { Say, Value } from './value.tsx'

/** A row as hidden fields: what a button saves without showing it once more. */
const HiddenFields: FC<{ row: ConverterForm }> = ({ row }) => (
  <>
    {row.version === null ? null : <input type="hidden" name="version" value={String(row.version)} />}
    {row.position === null ? null : <input type="hidden" name="position" value={String(row.position)} />}
    <input type="hidden" name="provider" value={row.provider} />
    <input type="hidden" name="attributes" value={row.attributes} />
    <input type="hidden" name="column" value={row.column} />
    <input type="hidden" name="defaultValue" value={row.defaultValue} />
  </>
)

/** Takes a deletion back. */
export const Undo: FC<{ row: ConverterForm; view: ConvertersView }> = ({ row, view }) => (
  <form method="post" action="/admin/converters">
    <HiddenFields row={row} />
    <button class="button quiet low" type="submit" name="do" value="save">
      {say('converters.undo', { column: captionOf(row, view) })}
    </button>
  </form>
)

/** What somebody wanted of a row, beside what another made of it meanwhile. */
export const Mine: FC<{ mine: ConverterForm; row: ConverterForm; view: ConvertersView }> = ({ mine, row, view }) => {
  const all: readonly (readonly [string, string, string])[] = [
    [say('converters.attribute'), mine.attributes.replaceAll('\n', ', '), row.attributes.replaceAll('\n', ', ')],
    [say('converters.column'), captionOf(mine, view), captionOf(row, view)],
    [say('converters.default'), mine.defaultValue, row.defaultValue],
    [say('converters.scope'), scopeOf(mine, view), scopeOf(row, view)],
  ]
  return (
    <form
      method="post"
      action={`/admin/converters/${row.id}`}
      class="note warn mine"
      aria-label={say('converters.mine')}
    >
      <HiddenFields row={{ ...mine, version: row.version, position: null }} />
      <p>
        <strong>{say('converters.mine')}</strong>
      </p>
      <dl>
        {all
          .filter(([, wanted, now]) => wanted !== now)
          .map(([name, wanted, now]) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <Say
                  k="converters.mine-now"
                  v={{ wanted: <Value text={wanted} short={true} />, now: <Value text={now} short={true} /> }}
                />
              </dd>
            </div>
          ))}
      </dl>
      <button class="button quiet low" type="submit" name="do" value="save">
        {say('converters.mine-save')}
      </button>
    </form>
  )
}

const captionOf = (row: ConverterForm, view: ConvertersView): string =>
  view.columns.get(row.column)?.caption ?? row.column

const scopeOf = ({ provider }: ConverterForm, { providers }: ConvertersView): string =>
  provider === '' ? say('converters.scope-all') : (providers.find((one) => one.slug === provider)?.name ?? provider)
