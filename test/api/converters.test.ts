import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, newApi, signOn } from './api-world.ts'

let api: Api
let idp: Awaited<ReturnType<typeof addProvider>>['idp']
let providerId: string
beforeAll(async () => {
  api = await newApi()
  const added = await addProvider(api, 'acme')
  idp = added.idp
  providerId = added.id
})
afterAll(() => api.end())

const fieldsOf = (answer: { body: { errors?: { field: string }[] } }) => answer.body.errors?.map((one) => one.field)
const contactOf = async (login: string) => (await api.get(`/contacts?user=${login}`)).body.items[0]

describe('a row of the lookup', () => {
  it('keeps everything that it may say, and gives it back', async () => {
    const row = {
      column: 'Phone',
      provider: 'acme',
      attributes: ['phone'],
      lastPart: true,
      whenAbsent: 'clear',
      whenEmpty: 'keep',
      overwrite: 'until-edited',
      convert: ['trim', { phone: 'NO' }],
      several: 'last',
      condition: { attribute: 'country', oneOf: ['NO', 'SE'] },
      required: 'warn',
    }
    const made = await api.post('/converters', row)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject(row)
    const path = `/converters/${made.body.id}`
    const changed = await api.patch(path, {
      condition: null,
      several: null,
      template: '{phone}',
      attributes: null,
      lastPart: null,
    })
    expect(changed.body).toMatchObject({ template: '{phone}', attributes: null })
    expect(Object.keys(changed.body)).not.toContain('condition')
    expect((await api.del(path)).status).toBe(204)
  })

  it('that can never work is refused, and told which field of it', async () => {
    const wrong: [object, string[]][] = [
      [{ column: 'Nowhere', attributes: ['a'] }, ['column']],
      [{ column: 'user.password', attributes: ['a'] }, ['column']],
      [{ column: 'Phone', attributes: ['a'], template: '{a}' }, ['template']],
      [{ column: 'Phone', template: 'nothing in braces' }, ['template']],
      [{ column: 'BirthDate', attributes: ['a'], convert: [{ phone: 'NO' }] }, ['convert.0']],
      [{ column: 'BirthDate', attributes: ['a'], convert: ['trim', { date: 'DD.MM.YY' }] }, ['convert.1']],
      [{ column: 'Phone', attributes: ['a'], convert: [{ phone: 'QQ' }] }, ['convert.0']],
      [{ column: 'Phone', attributes: ['a'], unknownValue: 'keep' }, ['unknownValue']],
      [{ column: 'Department', attributes: ['a'], unknownValue: { fallBack: ' ' } }, ['unknownValue.fallBack']],
      [{ column: 'BirthDate', attributes: ['a'], defaultValue: 'tomorrow' }, ['defaultValue']],
      [{ column: 'Name', attributes: ['a'], whenAbsent: 'clear' }, ['whenAbsent']],
    ]
    for (const [body, fields] of wrong) {
      const answer = await api.post('/converters', body)
      expect([body, answer.status, fieldsOf(answer)]).toEqual([body, 422, fields])
    }
  })

  it('may share its column with others if all but one have a condition', async () => {
    const ids: string[] = []
    for (const condition of [{ attribute: 'a' }, { attribute: 'b', equals: '1' }, undefined]) {
      const made = await api.post('/converters', { column: 'HomePhone', attributes: ['p'], condition })
      expect(made.status).toBe(201)
      ids.push(made.body.id)
    }
    expect(fieldsOf(await api.post('/converters', { column: 'HomePhone', attributes: ['q'] }))).toEqual(['column'])
    expect(fieldsOf(await api.patch(`/converters/${ids[0]}`, { condition: null }))).toEqual(['column'])
    for (const id of ids) await api.del(`/converters/${id}`)
  })
})

describe('the columns of the user', () => {
  it('are filled by rules, shown with the contact, explained by its history and edited by hand', async () => {
    expect((await api.get('/columns/user.culture')).body).toMatchObject({ type: 'language', custom: false })
    const rows = [
      { column: 'user.culture', attributes: ['lang'], convert: ['language-tag'] },
      { column: 'user.timeZone', attributes: null, defaultValue: 'Europe/Oslo' },
    ]
    const ids: string[] = []
    for (const row of rows) ids.push((await api.post('/converters', row)).body.id)
    expect((await signOn(api, idp, 'acme', 'ada', { lang: ['Norsk bokmål'] })).status).toBe(303)
    const contact = await contactOf('ada')
    expect(contact.columns).toMatchObject({ 'user.culture': 'nb', 'user.timeZone': 'Europe/Oslo' })
    const history = (await api.get(`/contacts/${contact.id}/history?column=user.culture`)).body.items
    expect(history).toMatchObject([{ before: null, after: 'nb', origin: { kind: 'claim', attribute: 'lang' } }])
    const [stored] = await api.app.db.query(sql`select culture, time_zone from users where login = 'ada'`)
    expect(stored).toEqual({ culture: 'nb', time_zone: 'Europe/Oslo' })

    const before = (await api.get('/users/ada')).body.version
    const edited = await api.patch(`/contacts/${contact.id}`, { columns: { 'user.timeZone': 'Europe/Paris' } })
    expect(edited.body.columns['user.timeZone']).toBe('Europe/Paris')
    expect((await api.get('/users/ada')).body.version).toBe(before + 1)
    const wrong = await api.patch(`/contacts/${contact.id}`, { columns: { 'user.timeZone': 'Mars/Olympus' } })
    expect(fieldsOf(wrong)).toEqual(['columns.user.timeZone'])
    // A fixed value does not take back what somebody chose; what is sent does its work.
    await signOn(api, idp, 'acme', 'ada', { lang: ['en_GB'] })
    expect((await contactOf('ada')).columns).toMatchObject({ 'user.culture': 'en-GB', 'user.timeZone': 'Europe/Paris' })
    const emptied = await api.patch(`/contacts/${contact.id}`, { columns: { 'user.culture': null } })
    expect(emptied.body.columns['user.culture']).toBeNull()
    for (const id of ids) await api.del(`/converters/${id}`)
  })

  it('are not made, and not by another name', async () => {
    for (const name of ['user.culture', 'user.shoe']) {
      const answer = await api.post('/columns', { name, caption: 'X', type: 'text' })
      expect(fieldsOf(answer)).toEqual(['name'])
    }
  })
})

describe('lookup values of sign-ons', () => {
  it('name the provider that brought them, and are counted for its day', async () => {
    const row = (await api.post('/converters', { column: 'Department', attributes: ['dept'] })).body
    await signOn(api, idp, 'acme', 'eve', { dept: ['Space travel'] })
    await signOn(api, idp, 'acme', 'eve', { dept: ['Time travel'] })
    await signOn(api, idp, 'acme', 'eve', { dept: ['time TRAVEL'] })
    const values = await api.app.db.query(sql`
      select name, created_by, provider_id from lookup_values where lookup = 'Department' order by name`)
    expect(values).toEqual([
      { name: 'Space travel', created_by: 'sign-on', provider_id: providerId },
      { name: 'Time travel', created_by: 'sign-on', provider_id: providerId },
    ])
    const counted = await api.app.db.query(sql`
      select sum(count)::integer as n from provider_activity where kind = 'lookup-value'`)
    expect(counted).toEqual([{ n: 2 }])
    await api.patch('/providers/acme', { lookupCeiling: 2 })
    expect((await signOn(api, idp, 'acme', 'eve', { dept: ['Third travel'] })).status).toBe(303)
    expect((await contactOf('eve')).columns.Department).toMatchObject({ name: 'Time travel' })
    const [last] = (await api.get('/sign-ons?limit=1')).body.items
    expect(last).toMatchObject({ outcome: 'unchanged', problems: ['lookup_limit'] })
    await api.patch('/providers/acme', { lookupCeiling: null })
    await api.del(`/converters/${row.id}`)
  })

  it('have no names with characters that nobody sees, by hand either', async () => {
    expect(fieldsOf(await api.post('/lookups/Department/values', { name: 'Sa\u200bles' }))).toEqual(['name'])
  })
})

it('a row that refuses a sign-on refuses it, and nothing of it is written', async () => {
  const row = { column: 'Email', attributes: ['mail'], required: 'block' }
  const { id } = (await api.post('/converters', row)).body
  expect((await signOn(api, idp, 'acme', 'nobody', { dept: ['x'] })).status).toBe(403)
  const [last] = (await api.get('/sign-ons?limit=1')).body.items
  expect(last).toMatchObject({ outcome: 'refused', code: 'required_value_missing' })
  expect((await api.get('/users/nobody')).status).toBe(404)
  await api.del(`/converters/${id}`)
})
