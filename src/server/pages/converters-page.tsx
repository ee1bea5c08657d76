import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import { Mine, Undo } from './converter-again.tsx'
import type { ConverterForm, ConvertersView, LatelyArrived } from './converter-view.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { mappingStyle } from './style.ts'
import { AttributeName, Say, Value } from './value.tsx'

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
