import type { FC } from 'hono/jsx'
import { say } from '../messages.ts'
import { Say } from '../server/pages/value.tsx'
import { type DemoEdit, field, newAttribute } from './edit-form.ts'
import { chooserPath, Page, type PageFrame, type Waiting, WaitingFields } from './page.tsx'
import { type DemoAttribute, type DemoPerson, groupsAttribute } from './people.ts'

/** A person's attributes, each absent, empty or present. `edit` is what was typed when it could not be saved. */
export const EditPage: FC<{
  frame: PageFrame
  person: DemoPerson
  edited: boolean
  waiting: Waiting | null
  edit: DemoEdit | null
}> = ({ frame, person, edited, waiting, edit }) => {
  const problems = edit?.problems ?? new Map<string, string>()
  const attributes = edit?.attributes ?? person.attributes
  const back = chooserPath(frame, waiting)
  return (
    <Page frame={frame} title={say('demo-idp.attributes-of', { name: person.name })}>
      <h1>{person.name}</h1>
      <p class="soft">
        <Say k="demo-idp.edit-lead" v={{ userName: <code>{person.userName}</code> }} />
      </p>
      {problems.size === 0 ? null : (
        <p class="alert" role="alert">
          {say('demo-idp.not-saved')}
        </p>
      )}
      <form method="post" action={`${frame.root}/people/${person.id}`}>
        <WaitingFields waiting={waiting} />
        <div class="rows">
          {attributes.map((one, index) => (
            <AttributeRow id={`a${index}`} attribute={one} problem={problems.get(one.name) ?? null} />
          ))}
          <AddedRow added={edit?.added ?? null} problem={problems.get(newAttribute) ?? null} />
        </div>
        <div class="actions">
          <button class="button" type="submit" name="do" value="save">
            {say('demo-idp.save')}
          </button>
          <a class="button quiet" href={back}>
            {say('demo-idp.back')}
          </a>
          {edited ? (
            <button class="button quiet" type="submit" name="do" value="reset">
              {say('demo-idp.reset')}
            </button>
          ) : null}
        </div>
      </form>
    </Page>
  )
}

const AttributeRow: FC<{ id: string; attribute: DemoAttribute; problem: string | null }> = (row) => {
  const { id, attribute, problem } = row
  const isGroups = attribute.name === groupsAttribute
  const described = [problem === null ? '' : `${id}-problem`, isGroups ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return (
    <div class="row">
      <div class="head">
        <label class="name" for={id}>
          {isGroups ? say('demo-idp.groups', { attribute: groupsAttribute }) : attribute.name}
        </label>
        <label class="tick">
          <input
            type="checkbox"
            name={field.sent(attribute.name)}
            checked={attribute.sent}
            aria-label={say('demo-idp.sent-of', { attribute: attribute.name })}
          />
          {say('demo-idp.sent')}
        </label>
      </div>
      <textarea
        id={id}
        name={field.values(attribute.name)}
        class={isGroups ? 'tall' : undefined}
        rows={Math.min(8, Math.max(isGroups ? 3 : 1, attribute.values.length))}
        spellcheck={false}
        aria-invalid={problem === null ? undefined : 'true'}
        aria-describedby={described || undefined}
      >
        {attribute.values.join('\n')}
      </textarea>
      {isGroups ? (
        <p class="hint" id={`${id}-hint`}>
          {say('demo-idp.groups-hint')}
        </p>
      ) : null}
      <Problem id={`${id}-problem`} problem={problem} />
    </div>
  )
}

const AddedRow: FC<{ added: DemoAttribute | null; problem: string | null }> = ({ added, problem }) => (
  <details class="row" open={added !== null}>
    <summary>{say('demo-idp.add')}</summary>
    <div class="row">
      <label for="new-name">{say('demo-idp.new-name')}</label>
      <input
        type="text"
        id="new-name"
        name={field.newName}
        value={added?.name ?? ''}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={problem === null ? undefined : 'true'}
        aria-describedby={problem === null ? undefined : 'new-problem'}
      />
      <label for="new-values">{say('demo-idp.new-values')}</label>
      <textarea id="new-values" name={field.newValues} rows={1} spellcheck={false}>
        {(added?.values ?? []).join('\n')}
      </textarea>
      <Problem id="new-problem" problem={problem} />
    </div>
  </details>
)

const Problem: FC<{ id: string; problem: string | null }> = ({ id, problem }) =>
  problem === null ? null : (
    <p class="problem" id={id}>
      {problem}
    </p>
  )
