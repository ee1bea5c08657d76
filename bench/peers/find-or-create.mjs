/**
 * The provisioning that a careful team writes by hand when its library only verifies: one transaction that finds or creates
 * the person, writes what differs, brings the memberships in step and notes the sign-on. Values as texts, no rules, no
 * history of values, no encryption, no preview.
 */
const columns = [
  'email',
  'given_name',
  'surname',
  'full_name',
  'employee_number',
  'department',
  'job_title',
  'phone',
  'company',
  'language',
  'country',
]

/** Creates the tables. */
export async function createTables(pool) {
  await pool.query(`
    create table people (
      id bigint primary key generated always as identity, subject text not null unique,
      ${columns.map((name) => `${name} text`).join(', ')}, updated_at timestamptz not null default now());
    create table teams (id bigint primary key generated always as identity, name text not null unique);
    create table memberships (
      person_id bigint not null references people, team_id bigint not null references teams,
      primary key (person_id, team_id));
    create table sign_ons (
      id bigint primary key generated always as identity, person_id bigint not null references people,
      at timestamptz not null default now());`)
}

const updateText = `update people set ${columns.map((name, at) => `${name} = $${at + 2}`).join(', ')},
  updated_at = now() where id = $1`
const insertText = `insert into people (subject, ${columns.join(', ')})
  values ($1, ${columns.map((_, at) => `$${at + 2}`).join(', ')})
  on conflict (subject) do update set updated_at = now() returning id`

/** @returns the person's id */
export async function findOrCreate(pool, { subject, values, groups }) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const id = await findPerson(
      client,
      subject,
      columns.map((name) => values[name] ?? null),
    )
    await syncTeams(client, id, groups)
    await client.query('insert into sign_ons (person_id) values ($1)', [id])
    await client.query('commit')
    return id
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function findPerson(client, subject, cells) {
  const { rows } = await client.query('select * from people where subject = $1 for update', [subject])
  const [known] = rows
  if (!known) return (await client.query(insertText, [subject, ...cells])).rows[0].id
  if (columns.some((name, at) => known[name] !== cells[at])) await client.query(updateText, [known.id, ...cells])
  return known.id
}

async function syncTeams(client, personId, groups) {
  const { rows: held } = await client.query(
    'select t.id, t.name from memberships m join teams t on t.id = m.team_id where m.person_id = $1',
    [personId],
  )
  const names = new Set(held.map((one) => one.name))
  const missing = groups.filter((name) => !names.has(name)).sort()
  const left = held.filter((one) => !groups.includes(one.name)).map((one) => one.id)
  if (missing.length > 0) {
    await client.query('insert into teams (name) select unnest($1::text[]) on conflict do nothing', [missing])
    await client.query(
      'insert into memberships (person_id, team_id) select $1, id from teams where name = any($2) on conflict do nothing',
      [personId, missing],
    )
  }
  if (left.length > 0) {
    await client.query('delete from memberships where person_id = $1 and team_id = any($2)', [personId, left])
  }
}
