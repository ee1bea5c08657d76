/** What is told of values that the mapping made, of rules that were run again, and of a run that was taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { type Api, addProvider, adminToken, newApi, publicUrl, signOn, tokenWith } from '../api/api-world.ts'
import { ended, signOnByHand } from './tools-world.ts'

let api: Api
let signOnId: string
let contactId: string
let admin: { token: null; headers: Record<string, string> }
beforeAll(async () => {
  api = await newApi()
  const house = await addProvider(api, 'house')
  const partner = await addProvider(api, 'onelogin', { name: 'OneLogin' })
  const { cookie } = await signOn(api, house.idp, 'house', 'root-admin', {})
  await createLocalAdministrator(api.app, 'rescue')
  await api.post('/grants', { user: 'root-admin', role: 'Administrators' })
  admin = { token: null, headers: { cookie, origin: publicUrl } }
  const row = await api.post('/converters', { attributes: ['Department'], column: 'Department' })
  signOnId = await signOnByHand(api, partner.id, 'john', { Department: ['R&D'] })
  contactId = (await api.get(`/sign-ons/${signOnId}`)).body.contactId
  const changed = await api.patch(`/converters/${row.body.id}`, { convert: [{ map: [['R&D', 'Research']] }] })
  expect(changed.status).toBe(200)
})
afterAll(() => api.end())

/** Histories are in the order of the clock, which stands still here unless it is moved. */
const later = () => {
  api.clock.now = new Date(api.clock.now.getTime() + 1000)
}

const why = async (options = {}) => {
  const { body } = await api.get(`/contacts/${contactId}/explanation`, options)
  return body.columns.find((one: { column: string }) => one.column === 'Department').latest
}

describe('rules that an administrator runs again', () => {
  let replayId: string

  it('say before what arrived and that the mapping makes another value of it', async () => {
    const begun = await api.post('/replays', { provider: 'onelogin' }, admin)
    expect(begun).toMatchObject({ status: 201 })
    replayId = begun.body.id
    await ended(api, replayId)
    const { sentences } = (await api.get(`/replays/${replayId}/people/${signOnId}`)).body
    expect(sentences).toContain(
      'Department changes from R&D to Research (R&D arrived in Department; the attribute mapping made this of it)',
    )
  })

  it('are told beside the value: what arrived, what the mapping made of it, who ran them', async () => {
    later()
    const applied = await api.post(`/replays/${replayId}/apply`, {}, admin)
    expect(applied).toMatchObject({ status: 200 })
    await ended(api, replayId)
    const latest = await why()
    expect(latest.sentence).toBe(
      'Department changed from R&D to Research. R&D arrived in Department at a sign-in with OneLogin; the attribute mapping made Research of it. root-admin ran the rules again on what that sign-in had brought.',
    )
    expect(latest.rule).toBe(
      'The column Department is filled from the attribute Department, through its clean-up steps.',
    )
    expect(latest.origin).toMatchObject({ kind: 'claim', made: 'mapping', replayId })
    expect(latest.origin.signOnId).not.toBe(signOnId)
    const reader = await tokenWith(api, 'directory:read')
    expect((await why({ token: reader })).sentence).toContain(
      'The attribute mapping made Research of what arrived in Department at a sign-in with OneLogin.',
    )
  })

  it('leave an entry that names the sign-in, the run and who ran them, and has no steps of a message', async () => {
    const id = (await why()).origin.signOnId
    const entry = (await api.get(`/sign-ons/${id}`)).body
    expect(entry).toMatchObject({ outcome: 'replayed', steps: [] })
    expect(entry.follows).toMatchObject({ signOnId, replayId, author: { kind: 'user' } })
    expect(entry.follows.at).toBe((await api.get(`/sign-ons/${signOnId}`)).body.at)
    const reads = async () => (await api.get(`/audit?kind=claims.read&about=${id}`)).body.items.length
    const known = await reads()
    const explained = (await api.get(`/sign-ons/${id}/explanation`)).body
    expect(explained).toMatchObject({ kept: 'no-message', steps: [] })
    expect(explained.sentences[0]).toContain('the rules were run again')
    // The sentences tell what had arrived, though nothing did here.
    expect(explained.sentences.join(' ')).toContain('R&D arrived in Department')
    expect(await reads()).toBe(known + 1)
    expect((await api.get(`/sign-ons/${signOnId}`)).body.follows).toBeNull()
  })

  it('are told as taken back, not as a sign-in that was undone', async () => {
    later()
    await api.post('/undo', { replayId }, admin)
    await ended(api, replayId)
    const latest = await why()
    expect(latest.sentence).toBe(
      'Department changed from Research to R&D. A run of the rules was taken back by root-admin.',
    )
    const entry = (await api.get(`/sign-ons/${latest.origin.signOnId}`)).body
    expect(entry).toMatchObject({ outcome: 'undone', steps: [], follows: { replayId } })
  })
})

it('a value that the mapping made is told so at an ordinary sign-in, with no run', async () => {
  const provider = (await api.get('/providers/onelogin')).body
  await signOnByHand(api, provider.id, 'john', { Department: ['R&D'] })
  const { sentence, origin } = await why({ token: adminToken })
  expect(sentence).toBe(
    'Department changed from R&D to Research. R&D arrived in Department at a sign-in with OneLogin; the attribute mapping made Research of it.',
  )
  expect(origin).not.toHaveProperty('replayId')
})

it('what is not kept of what arrived is not told by the value either', async () => {
  await api.patch('/settings', { signOns: { redactedAttributes: ['Department'] } })
  const provider = (await api.get('/providers/onelogin')).body
  await signOnByHand(api, provider.id, 'john', { Department: ['Sales'] })
  expect((await why()).sentence).toContain('The attribute Department said so')
})

it('what somebody changed since stays when a sign-in is taken back, and it is said in words who that was', async () => {
  const { signOnId: last } = (await why()).origin
  later()
  const edited = await api.patch(`/contacts/${contactId}`, { columns: { Department: 'R&D' } })
  expect(edited.status).toBe(200)
  const { signOn } = (await api.post('/undo', { signOnId: last, dryRun: true })).body
  expect(signOn.conflicts.map((one: { sentence: string }) => one.sentence)).toContain(
    'Department was changed since, by somebody by hand; it stays',
  )
})
