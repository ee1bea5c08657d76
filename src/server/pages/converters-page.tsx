import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { Columns } from '../../store/columns.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { mappingStyle } from './style.ts'
import { AttributeName, Say, Value } from './value.tsx'

/** A row as its form shows it: as stored, or as somebody typed it and it was refused. */
export interface ConverterForm {
  /** Null: the row to add. */
  readonly id: string | null
  readonly version: number | null
  /** Slug; '' for all providers. */
  readonly provider: string
  /** One attribute Name per line. */
  readonly attributes: string
  readonly column: string
  readonly defaultValue: string
  /** Null: at the end. */
  readonly position: number | null
  /** What is wrong, by field; '' for the row as a whole. */
  readonly errors: ReadonlyMap<string, string>
}

/** An attribute that arrived lately, with the values it last had. */
export interface LatelyArrived {
  readonly name: string
  readonly values: readonly string[]
}

export interface ConvertersView {
  readonly rows: readonly ConverterForm[]
  readonly added: ConverterForm
  readonly columns: Columns
  readonly providers: readonly { readonly slug: string; readonly name: string }[]
  /** Attribute → values of the newest sign-on that brought it. */
  readonly last: ReadonlyMap<string, readonly string[]>
  readonly unmapped: readonly LatelyArrived[]
  readonly revision: number
  readonly done: 'saved' | 'deleted' | 'lost' | null
  /** Why something was not saved. */
  readonly refused: 'invalid' | 'changed' | 'gone' | null
  /** What somebody wanted of a row that somebody else changed first. */
  readonly mine: ConverterForm | null
  /** The row that was deleted last. */
  readonly undo: ConverterForm | null
}

/** "SAML field name converters to contact field name": a row per column, each its own form. */
export const ConvertersPage: FC<{ frame: Frame; view: ConvertersView }> = ({ frame, view }) => {
  const { rows, added, unmapped, done, refused, undo, revision } = view
  const scoped = hasScope(view)
  return (
    <Page frame={frame} title={say('converters.title')} wide={true} extra={mappingStyle}>
      <Heading
        title={say('converters.title')}
        lead={
          <>
            <strong>{say('converters.subtitle')}.</strong> {say('converters.lead')}
          </>
        }
      />
      <div class="stack">
        {done === null ? null : (
          <div class={done === 'lost' ? 'note warn' : 'note good'} role="status">
            <p>{say(`converters.${done}`)}</p>
            {undo === null ? null : <Undo row={undo} view={view} />}
          </div>
        )}
        {refused === null ? null : (
          <p class="note bad" role="alert">
            {say(`converters.${refused}`)}
          </p>
        )}
        <section class="card" aria-label={say('converters.title')}>
          {rows.length === 0 ? (
            <div class="empty">
              <h2>{say('converters.none')}</h2>
              <p>{say('converters.none-do')}</p>
            </div>
          ) : (
            <ul class={scoped ? 'mapping scoped' : 'mapping'}>
              {rows.map((row) => (
                <li>
                  <Row row={row} view={view} />
                  {view.mine?.id === row.id ? <Mine mine={view.mine} row={row} view={view} /> : null}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section class="card" aria-labelledby="new">
          <h2 id="new">{say('converters.add')}</h2>
          <div class={scoped ? 'mapping scoped' : 'mapping'}>
            <Row row={added} view={view} />
          </div>
        </section>
        {unmapped.length === 0 ? null : <LatelyUnmapped unmapped={unmapped} />}
        <p class="soft small">{say('converters.version', { revision: String(revision) })}</p>
      </div>
    </Page>
  )
}

const Row: FC<{ row: ConverterForm; view: ConvertersView }> = ({ row, view }) => {
  const key = row.id ?? 'added'
  const column = view.columns.get(row.column)
  const caption = column?.caption ?? row.column
  const { errors, id } = row
  const described = (field: string, ...more: string[]) => {
    const ids = [...(errors.has(field) ? [`${field}-wrong-${key}`] : []), ...more]
    return ids.length > 0 ? ids.join(' ') : undefined
  }
  const invalid = (field: string) => (errors.has(field) ? 'true' : undefined)
  return (
    <form
      method="post"
      action={id === null ? '/admin/converters' : `/admin/converters/${id}`}
      aria-label={id === null ? say('converters.add') : say('converters.row', { column: caption })}
      id={`row-${key}`}
    >
      {row.version === null ? null : <input type="hidden" name="version" value={String(row.version)} />}
      <Wrong field="" row={row} />
      <div class="fields">
        <div>
          <label for={`attributes-${key}`}>{say('converters.attribute')}</label>
          <textarea
            id={`attributes-${key}`}
            name="attributes"
            rows={Math.min(8, row.attributes.split('\n').length)}
            spellcheck={false}
            aria-invalid={invalid('attributes')}
            aria-describedby={described('attributes', `attributes-hint-${key}`)}
          >
            {row.attributes}
          </textarea>
          <Wrong field="attributes" row={row} />
          <p class="hint" id={`attributes-hint-${key}`}>
            <AttributeHint row={row} last={view.last} />
          </p>
        </div>
        <div>
          <label for={`column-${key}`}>{say('converters.column')}</label>
          <select
            id={`column-${key}`}
            name="column"
            required
            aria-invalid={invalid('column')}
            aria-describedby={described('column')}
          >
            <option value="">{say('converters.choose')}</option>
            {[...view.columns.values()].map((one) => (
              <option value={one.name} selected={one.name === row.column}>
                {one.caption === one.name ? one.caption : `${one.caption} (${one.name})`}
              </option>
            ))}
          </select>
          <Wrong field="column" row={row} />
        </div>
        <div>
          <label for={`default-${key}`}>{say('converters.default')}</label>
          <input
            type="text"
            id={`default-${key}`}
            name="defaultValue"
            value={row.defaultValue}
            autocomplete="off"
            aria-invalid={invalid('defaultValue')}
            aria-describedby={described('defaultValue')}
          />
          <Wrong field="defaultValue" row={row} />
        </div>
        <Scope row={row} view={view} />
        <div class="do">
          <button class={id === null ? 'button low' : 'button quiet low'} type="submit" name="do" value="save">
            {say(id === null ? 'converters.add-button' : 'converters.save')}
            {id === null ? null : <span class="hide"> {say('converters.row', { column: caption })}</span>}
          </button>
          {id === null ? null : (
            <button class="link danger" type="submit" name="do" value="delete" formnovalidate>
              {say('converters.delete')}
              <span class="hide"> {say('converters.row', { column: caption })}</span>
            </button>
          )}
        </div>
      </div>
    </form>
  )
}

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
const Undo: FC<{ row: ConverterForm; view: ConvertersView }> = ({ row, view }) => (
  <form method="post" action="/admin/converters">
    <HiddenFields row={row} />
    <button class="button quiet low" type="submit" name="do" value="save">
      {say('converters.undo', { column: captionOf(row, view) })}
    </button>
  </form>
)

/** What somebody wanted of a row, beside what another made of it meanwhile. */
const Mine: FC<{ mine: ConverterForm; row: ConverterForm; view: ConvertersView }> = ({ mine, row, view }) => {
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

const hasScope = ({ providers, rows }: ConvertersView): boolean =>
  providers.length > 1 || rows.some((one) => one.provider !== '')

/** For whom a row counts: shown only where there is a choice. */
const Scope: FC<{ row: ConverterForm; view: ConvertersView }> = ({ row, view }) => {
  if (!hasScope(view)) {
    return <input type="hidden" name="provider" value={row.provider} />
  }
  const key = row.id ?? 'added'
  return (
    <div>
      <label for={`provider-${key}`}>{say('converters.scope')}</label>
      <select id={`provider-${key}`} name="provider" aria-invalid={row.errors.has('provider') ? 'true' : undefined}>
        <option value="">{say('converters.scope-all')}</option>
        {view.providers.map((one) => (
          <option value={one.slug} selected={one.slug === row.provider}>
            {one.name}
          </option>
        ))}
      </select>
      <Wrong field="provider" row={row} />
    </div>
  )
}

const AttributeHint: FC<{ row: ConverterForm; last: ReadonlyMap<string, readonly string[]> }> = ({ row, last }) => {
  if (row.id === null) return <>{say('converters.attribute-hint')}</>
  const names = row.attributes.split('\n').filter((name) => name !== '')
  if (names.length === 0) return <>{say('converters.fixed')}</>
  const values = names.map((name) => last.get(name)).find((one) => one !== undefined)
  if (values === undefined) return <>{say('converters.never')}</>
  return <Say k="converters.last" v={{ value: <Value text={values[0] ?? null} short={true} /> }} />
}

const Wrong: FC<{ field: string; row: ConverterForm }> = ({ field, row }) => {
  const message = row.errors.get(field)
  if (message === undefined) return null
  return (
    <p class="wrong" id={`${field}-wrong-${row.id ?? 'added'}`}>
      {message}
    </p>
  )
}

const LatelyUnmapped: FC<{ unmapped: readonly LatelyArrived[] }> = ({ unmapped }) => (
  <section class="card" aria-labelledby="unmapped">
    <h2 id="unmapped">{say('converters.unmapped')}</h2>
    <ul class="unmapped">
      {unmapped.map((one) => (
        <li>
          <AttributeName name={one.name} />
          <span>
            <Value text={one.values[0] ?? null} short={true} />
          </span>
          <a
            class="button quiet low"
            href={`/admin/converters?attribute=${encodeURIComponent(one.name)}#new`}
            aria-label={say('plan.map', { attribute: one.name })}
          >
            {say('plan.map-short')}
          </a>
        </li>
      ))}
    </ul>
  </section>
)
