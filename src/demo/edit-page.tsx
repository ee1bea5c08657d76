import type { FC } from 'hono/jsx'
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
    <Page frame={frame} title={`Attributes of ${person.name}`}>
      <h1>{person.name}</h1>
      <p class="soft">
        Signs on as <code>{person.userName}</code>, whatever you change below. One value per line. A ticked attribute
        without a value is sent empty; one that is not ticked is not sent at all.
      </p>
      {problems.size === 0 ? null : (
        <p class="alert" role="alert">
          Not saved: something below needs another look.
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
            Save
          </button>
          <a class="button quiet" href={back}>
            Back without saving
          </a>
          {edited ? (
            <button class="button quiet" type="submit" name="do" value="reset">
              Reset to the original
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
          {isGroups ? `Groups (${groupsAttribute})` : attribute.name}
        </label>
        <label class="tick">
          <input
            type="checkbox"
            name={field.sent(attribute.name)}
            checked={attribute.sent}
            aria-label={`${attribute.name} is sent`}
          />
          is sent
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
          The application turns groups into roles by its own rules.
        </p>
      ) : null}
      <Problem id={`${id}-problem`} problem={problem} />
    </div>
  )
}

const AddedRow: FC<{ added: DemoAttribute | null; problem: string | null }> = ({ added, problem }) => (
  <details class="row" open={added !== null}>
    <summary>Add an attribute</summary>
    <div class="row">
      <label for="new-name">Name</label>
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
      <label for="new-values">Values</label>
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
