import type { FC } from 'hono/jsx'
import { describeProblem } from '../../core/describe.ts'
import type { AttributeUse, ExplainedAttribute, ExplainedColumn } from '../../core/explain.ts'
import type { Plan, Problem } from '../../core/types.ts'
import { roleNameOf } from '../../messages/caption.ts'
import { fixOf, say } from '../../messages.ts'
import type { PlanModel, PlannedRole } from '../plan-model.ts'
import { rowOf } from '../shown.ts'
import { Cell, Where, Why } from './origin.tsx'
import { AttributeName, Say, Text, Value } from './value.tsx'

/** A list of values that is much longer shows its beginning. */
const manyValues = 10
const beginning = 6

/** What arrived, each attribute with what it is used for. */
export const Arrived: FC<{ model: PlanModel }> = ({ model }) => {
  const { nameId, attributes, provider } = model
  const used = attributes.filter((one) => one.uses.length > 0)
  return (
    <section class="card" aria-labelledby="arrived">
      <h2 id="arrived">{say('plan.arrived')}</h2>
      <p class="soft small">
        <Say k="plan.arrived-lead" v={{ provider }} />
      </p>
      <ul class="arrived">
        <li>
          <p class="name">
            <span>{say('plan.name-id')}</span>
            <span class="use">{say('plan.use-subject')}</span>
          </p>
          {nameId === null ? <span class="none">{say('plan.no-name-id')}</span> : <Value text={nameId.value} />}
          {nameId?.format ? (
            <p class="soft small">
              <AttributeName name={nameId.format} short={true} />
            </p>
          ) : null}
        </li>
        {used.map((one) => (
          <li>
            <p class="name">
              <AttributeName name={one.name} />
              <span>
                {one.uses.map((use) => (
                  <>
                    <Use use={use} captions={model.captions} />{' '}
                  </>
                ))}
              </span>
            </p>
            <Values values={one.values} />
          </li>
        ))}
      </ul>
      {attributes.length === 0 ? <p class="none">{say('plan.nothing-arrived')}</p> : null}
    </section>
  )
}

const Use: FC<{ use: AttributeUse; captions: ReadonlyMap<string, string> }> = ({ use, captions }) => {
  if (use.kind !== 'column') {
    const keys = {
      condition: 'condition',
      roles: 'roles',
      'overage-mark': 'overage',
      login: 'login',
      subject: 'subject',
    } as const
    return <span class="use">{say(`plan.use-${keys[use.kind]}`)}</span>
  }
  const column = captions.get(use.column) ?? use.column
  return <span class="use">{use.decides ? column : say('plan.use-fallback', { column })}</span>
}

/** The values of an attribute; of very many the rest opens on demand. */
export const Values: FC<{ values: readonly string[] }> = ({ values }) => {
  if (values.length === 0) return <span class="none">{say('value.no-value')}</span>
  const list = (some: readonly string[]) => (
    <ul class="values">
      {some.map((one) => (
        <li>
          <Value text={one} />
        </li>
      ))}
    </ul>
  )
  if (values.length <= manyValues) return list(values)
  return (
    <>
      {list(values.slice(0, beginning))}
      <details>
        <summary>{say('value.more', { count: values.length - beginning })}</summary>
        {list(values.slice(beginning))}
      </details>
    </>
  )
}

/** The contact: what changes with old, new and why; what stays, quieter. */
export const Becomes: FC<{ model: PlanModel }> = ({ model }) => {
  const changed = model.columns.filter((one) => one.because !== null)
  const same = model.columns.filter((one) => one.because === null && one.after !== null)
  return (
    <>
      {model.newUser === null && changed.length === 0 ? null : (
        <dl class="diff">
          {model.newUser === null ? null : (
            <div class="set">
              <dt>{say('plan.login')}</dt>
              <dd>
                <ins>
                  <Text text={model.login} />
                </ins>
              </dd>
              <dd class="why">{say('plan.user-new', { userType: say(`user-type.${model.newUser}`) })}</dd>
            </div>
          )}
          {changed.map((one) => (
            <ChangedColumn column={one} model={model} />
          ))}
        </dl>
      )}
      {same.length === 0 ? null : (
        <div class="quiet-values">
          <h3 class="soft">{say('plan.unchanged-values')}</h3>
          <dl class="diff">
            {same.map((one) => (
              <div>
                <dt>{one.caption}</dt>
                <dd>
                  <Cell value={one.after} />
                  <Changed row={rowOf.column(one.column)} model={model} />
                </dd>
                {one.silent === null ? null : (
                  <dd class="why silent">
                    <Say
                      k={`plan.stays-${one.silent.how}`}
                      v={{ attribute: <AttributeName name={one.silent.attribute} short={true} /> }}
                    />
                  </dd>
                )}
                <dd class="why soft">
                  <Where origin={one.origin} names={model.names} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  )
}

const ChangedColumn: FC<{ column: ExplainedColumn; model: PlanModel }> = ({ column, model }) => {
  const { caption, before, after, because } = column
  const isNew = after !== null && typeof after !== 'string' && after.id === null
  return (
    <div class={after === null ? 'cut' : before === null ? 'set' : 'set moved'}>
      <dt>{caption}</dt>
      <dd>
        {before === null ? null : (
          <>
            <span class="hide">{say('value.was')} </span>
            <del>
              <Cell value={before} />
            </del>
          </>
        )}
        {before !== null && after !== null ? (
          <>
            <span class="arrow" aria-hidden="true">
              →
            </span>
            <span class="hide"> {say('value.becomes')} </span>
          </>
        ) : null}
        {after === null ? null : (
          <ins>
            <Cell value={after} />
          </ins>
        )}
        {isNew ? (
          <>
            {' '}
            <span class="badge" title={say('value.new-title')}>
              {say('value.new')}
            </span>
          </>
        ) : null}
        <Changed row={rowOf.column(column.column)} model={model} />
      </dd>
      {because === null ? null : (
        <dd class="why">
          <Why because={because} telling={model} />
        </dd>
      )}
    </div>
  )
}

/** Marks a row that was different when the page showed it last. */
const Changed: FC<{ row: string; model: PlanModel }> = ({ row, model }) =>
  model.changedSince.has(row) ? (
    <>
      {' '}
      <span class="badge warn">{say('plan.changed-since')}</span>
    </>
  ) : null

/** Roles given, taken away and kept, and the groups that give none. */
export const PlannedRoles: FC<{ model: PlanModel }> = ({ model }) => {
  const silent = model.groups.filter((one) => one.ignored || one.gives.length === 0)
  return (
    <>
      {model.roles.length === 0 ? (
        <p class="none">{say('plan.no-roles')}</p>
      ) : (
        <dl class="diff">
          {model.roles.map((one) => (
            <RoleRow role={one} model={model} />
          ))}
        </dl>
      )}
      {silent.length === 0 ? null : (
        <details>
          <summary>{say('plan.groups-silent', { count: silent.length })}</summary>
          <ul class="values">
            {silent.map((one) => (
              <li>
                <Text text={one.group} />{' '}
                <span class="soft small">{say(one.ignored ? 'plan.group-ignored' : 'plan.group-none')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

const rowClass = { granted: 'set', withdrawn: 'cut', kept: '' } as const

const RoleRow: FC<{ role: PlannedRole; model: PlanModel }> = ({ role, model }) => (
  <div class={rowClass[role.state]}>
    <dt>{say(`plan.role-${role.state}`)}</dt>
    <dd>
      {role.state === 'withdrawn' ? (
        <del>
          <Text text={roleNameOf(role.role)} />
        </del>
      ) : role.state === 'granted' ? (
        <ins>
          <Text text={roleNameOf(role.role)} />
        </ins>
      ) : (
        <Text text={roleNameOf(role.role)} />
      )}
      <Changed row={rowOf.role(role.role)} model={model} />
    </dd>
    {role.because === null ? null : (
      <dd class="why">
        <Why because={role.because} telling={model} />
      </dd>
    )}
  </div>
)

/** What the plan remarks: sentence, code and what to do. */
export const Problems: FC<{ problems: readonly Problem[]; captions: ReadonlyMap<string, string> }> = ({
  problems,
  captions,
}) => (
  <ul class="problems">
    {problems.map((one) => (
      <li>
        <ProblemText problem={one} captions={captions} />
      </li>
    ))}
  </ul>
)

/** What a plan remarks besides its refusal, which is shown above all else. */
export const remarksOf = (plan: Plan): readonly Problem[] =>
  plan.problems.filter((one) => one.code !== plan.refusal?.code)

/** One remark. Columns are called by their caption. */
export const ProblemText: FC<{ problem: Problem; captions: ReadonlyMap<string, string> }> = ({ problem, captions }) => {
  const { key, values } = describeProblem(problem)
  const subject = captions.get(values.subject ?? '') ?? values.subject
  const type = values.userType
  const named = {
    ...values,
    ...(subject === undefined ? {} : { subject }),
    ...(type === 'employee' || type === 'external' ? { userType: say(`user-type.${type}`) } : {}),
  }
  const fix = fixOf(problem.code)
  return (
    <>
      <p>
        <Say k={key} v={named} /> <code class="soft">{problem.code}</code>
      </p>
      {fix === null ? null : <p class="fix">{say(fix)}</p>}
    </>
  )
}

/** Attributes that nothing reads, with a way to use each for those who may. */
export const Unmapped: FC<{ attributes: readonly ExplainedAttribute[]; mayMap: boolean }> = ({
  attributes,
  mayMap,
}) => {
  const unused = attributes.filter((one) => one.uses.length === 0)
  if (unused.length === 0) return null
  return (
    <section class="card" aria-labelledby="unmapped">
      <h2 id="unmapped">{say('plan.unmapped')}</h2>
      <p class="soft small">{say('plan.unmapped-lead')}</p>
      <ul class="unmapped">
        {unused.map((one) => (
          <li>
            <AttributeName name={one.name} />
            <Values values={one.values} />
            {mayMap ? (
              <a
                class="button quiet low"
                href={`/admin/converters?attribute=${encodeURIComponent(one.name)}#new`}
                aria-label={say('plan.map', { attribute: one.name })}
              >
                {say('plan.map-short')}
              </a>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
