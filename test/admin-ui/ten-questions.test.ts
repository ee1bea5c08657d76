/** What administrators ask, each answered from the overview in at most three clicks and fields. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi } from './admin-ui.ts'
import { type Hand, handAt } from './hand.ts'

const mary = { ...john, 'First Name': ['Mary'], 'Last Name': ['Quay'], Email: ['mary@brightharbour.example'] }

describe.skipIf(!hasBrowser())('The ten questions', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      const person = new Visitor(newSite(world))
      const today = world.clock.now
      world.clock.now = new Date('2026-11-23T10:00:00Z')
      await person.signOn('mary', { ...mary, Department: ['Harbour'], memberOf: ['Sales team', 'Field'] })
      world.clock.now = today
      await person.signOn('mary', { ...mary, Department: ['Research'], memberOf: ['Field'] })
    })
    const { id, version } = await contact('Mary Quay')
    const cookie = [...ui.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const edited = await fetch(`${ui.url}/api/v1/contacts/${id}`, {
      method: 'PATCH',
      headers: { cookie, origin: ui.url, 'content-type': 'application/json', 'if-match': `"${version}"` },
      body: JSON.stringify({ columns: { Notes: 'Prefers the harbour.' } }),
    })
    expect(edited.status).toBe(200)
  })
  afterAll(() => ui?.close())

  const contact = async (name: string) => {
    const [row] = await ui.world.app.db.query<{ id: string; version: number }>(
      sql`select id, version from contacts where "Name" = ${name}`,
    )
    if (!row) throw new Error(`${name} is not there`)
    return row
  }
  /** Asks from the overview, and sees that the answer took three clicks and fields at most. */
  const ask = async (way: (ada: Hand) => Promise<void>) => {
    const page = await ui.open('/')
    const ada = handAt(page)
    await way(ada)
    expect(ada.count()).toBeLessThanOrEqual(3)
    await page.context().close()
  }
  const find = async (ada: Hand, name: string) => {
    await ada.type('Find a person, a sign-in or a page', name)
    await ada.click(new RegExp(`^${name}`))
    await ada.page.getByRole('heading', { name, level: 1 }).waitFor()
  }

  it('why is Department “Sales”?', () =>
    ask(async (ada) => {
      await find(ada, 'Ada Admin')
      await ada.click('Why Department is so')
      await ada.reads(/^Department became Sales\. The attribute Department said so/)
    }))

  it('why did she lose “Sales”?', () =>
    ask(async (ada) => {
      await find(ada, 'Mary Quay')
      const lost = ada.page.getByRole('listitem').filter({ hasText: 'taken away' }).filter({ hasText: 'Sales' })
      expect(await lost.first().innerText()).toContain('Sales team')
    }))

  it('what will this rule do to everybody?', () =>
    ask(async (ada) => {
      await ada.click('Attribute mapping')
      await ada.click('Try on past sign-ins')
      await ada.click('Try')
      await ada.reads(/of \d+ people/)
    }))

  it('what did the identity provider send on Monday?', () =>
    ask(async (ada) => {
      await ada.click('Sign-ins')
      await ada.day('To day', '2026-11-23')
      await ada.page.getByRole('cell', { name: 'Mary Quay' }).first().waitFor()
      await ada.click(/^23 Nov 2026/)
      await ada.reads('What arrived')
      await ada.reads('Harbour')
    }))

  it('why can’t he sign in?', () =>
    ask(async (ada) => {
      await ada.click('The assertion is no longer valid.')
      await ada.click(/2026/)
      await ada.reads('What to do:')
    }))

  it('which attributes do we ignore?', () =>
    ask(async (ada) => {
      await ada.click('Attribute mapping')
      await ada.reads('Arrives, and nothing reads it')
      await ada.reads(/costcentre/)
    }))

  it('who set this by hand?', () =>
    ask(async (ada) => {
      await find(ada, 'Mary Quay')
      await ada.click('Why Notes is so')
      await ada.reads(/ada.* wrote it|by ada/)
    }))

  it('can I take it back?', () =>
    ask(async (ada) => {
      await ada.click('Sign-ins')
      await ada.page
        .getByRole('row', { name: /Mary Quay/ })
        .first()
        .getByRole('link')
        .click()
      await ada.click('Take it back')
      await ada.reads(/What was there before comes back/)
    }))

  it('when does the certificate expire?', () =>
    ask(async (ada) => {
      await ada.click('Identity providers')
      await ada.reads(/^\d+ \w+ 2036$/)
    }))

  it('what if the identity provider sends no groups?', () =>
    ask(async (ada) => {
      await ada.click('Identity providers')
      await ada.click('Acme')
      await ada.click('People and groups')
      await ada.reads('If the identity provider sends no groups')
    }))
})
