import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isJitupError, JitupError } from '../errors.ts'
import { defaultLanguage, reader } from '../messages/language.ts'
import { meaningOf, say } from '../messages.ts'
import { createIdentityProvider, toFormField } from '../testing/identity-provider.ts'
import { metadataXml } from '../testing/metadata.ts'
import type { TestKeys } from '../testing/sign.ts'
import { AnswerPage, ProblemPage } from './answer-page.tsx'
import { type DemoRequest, readAuthnRequest } from './authn-request.ts'
import { ChooserPage } from './chooser-page.tsx'
import { type DemoEdit, readEditForm } from './edit-form.ts'
import { EditPage } from './edit-page.tsx'
import { findWaiting, readForm, requireSameOrigin, requireWaiting } from './form.ts'
import { nameIdOf } from './name-id.ts'
import { chooserPath, type Waiting } from './page.tsx'
import { newFrame, redirect, respond } from './page-response.ts'
import type { DemoPerson } from './people.ts'
import type { DemoPeople } from './people-store.ts'

/** What the demo identity provider is told. */
export interface DemoIdentityProvider {
  /** Where it is mounted, without a slash at the end: `http://localhost:3000/demo-idp`. */
  readonly baseUrl: string
  readonly entityId: string
  readonly keys: TestKeys
  readonly people: DemoPeople
  /** Answers go only where this says yes. */
  readonly allowedAcs: (url: string, spEntityId: string) => boolean
  readonly now: () => Date
  /** The application's address that sends a request here. With it a sign-on can also begin at the list of people. */
  readonly signInUrl?: string
  /** What the application is called where it asks who somebody is. */
  readonly applicationName?: string
}

const chosenCookie = 'demo_idp_person'
const maxBody = 256 * 1024

/**
 * A SAML identity provider that asks for no password: it answers for whichever person is clicked, as that person has been
 * edited. For demonstrations on a loopback address only; whoever trusts its key lets everybody in as anybody.
 *
 * It reads requests by the Redirect binding, does not check their signature, and answers by POST, but only to assertion
 * consumer services that `allowedAcs` knows. It keeps no session. Mount it at the path of `baseUrl`.
 */
export function demoIdentityProvider(input: DemoIdentityProvider): Hono {
  const base = new URL(input.baseUrl)
  const root = base.pathname.replace(/\/$/, '')
  const ssoUrl = `${base.origin}${root}/sso`
  const facts = { entityId: input.entityId, metadataUrl: `${base.origin}${root}/metadata` }
  const idp = createIdentityProvider({ entityId: input.entityId, ssoUrl, keys: input.keys, now: input.now })
  const cookiePath = { path: root === '' ? '/' : root }
  const app = new Hono()

  app.use(async (c, next) => {
    if (c.req.method === 'POST') requireSameOrigin(c, base.origin)
    await next()
  })
  app.use(
    bodyLimit({
      maxSize: maxBody,
      onError: () => {
        throw new JitupError('request_too_large', 'The form is too large.')
      },
    }),
  )
  app.onError((error, c) => {
    if (!isJitupError(error)) throw error
    const frame = newFrame(root)
    const { title, status } = appearance(error)
    // Details of errors are English; another language tells what the code means.
    const message = reader().language === defaultLanguage ? error.message : say(meaningOf(error.code))
    return respond(
      c,
      frame,
      <ProblemPage frame={frame} title={title} message={message} code={error.code} />,
      [],
      status,
    )
  })

  const chooser = (c: Context, waiting: Waiting | null, request: DemoRequest | null) => {
    const frame = newFrame(root)
    const people = input.people.list().map((person) => ({ person, edited: input.people.isEdited(person.id) }))
    const page = (
      <ChooserPage
        frame={frame}
        people={people}
        waiting={waiting}
        asks={request && { entityId: request.spEntityId, name: input.applicationName ?? null }}
        canStart={input.signInUrl !== undefined}
        saved={input.people.get(c.req.query('saved') ?? '') ?? null}
        facts={facts}
      />
    )
    // A form's redirects count for form-action too: choosing here leads to the application and back.
    return respond(c, frame, page, [request?.acsUrl, input.signInUrl])
  }

  const answer = (c: Context, waiting: Waiting, request: DemoRequest, person: DemoPerson) => {
    const frame = newFrame(root)
    const xml = idp.respond({
      acsUrl: request.acsUrl,
      audience: request.spEntityId,
      inResponseTo: request.id,
      nameId: nameIdOf(person, request),
      attributes: new Map(person.attributes.filter((one) => one.sent).map((one) => [one.name, one.values])),
    })
    const page = (
      <AnswerPage
        frame={frame}
        person={person}
        acsUrl={request.acsUrl}
        samlResponse={toFormField(xml)}
        relayState={waiting.RelayState}
      />
    )
    return respond(c, frame, page, [request.acsUrl])
  }

  const read = (waiting: Waiting): DemoRequest => {
    const request = readAuthnRequest(waiting.SAMLRequest, ssoUrl)
    if (!input.allowedAcs(request.acsUrl, request.spEntityId)) {
      throw new JitupError('forbidden', 'The request asks for an answer to an address that this demo does not know.')
    }
    return request
  }

  const personOf = (id: string | null | undefined): DemoPerson => {
    const person = input.people.get(id ?? '')
    if (person === undefined) throw new JitupError('not_found', 'The demo has no such person.')
    return person
  }

  app.get('/', (c) => chooser(c, null, null))

  app.get('/metadata', (c) => {
    const xml = metadataXml({
      entityId: input.entityId,
      ssoUrl,
      certificates: [input.keys.certificate],
      bindings: ['HTTP-Redirect'],
    })
    return c.body(xml, 200, { 'Content-Type': 'application/samlmetadata+xml', 'Cache-Control': 'no-store' })
  })

  app.post('/start', async (c) => {
    if (input.signInUrl === undefined) throw new JitupError('not_found', 'A sign-on starts at the application.')
    const person = personOf((await readForm(c)).get('person'))
    // Remembers the click for the one round through the application, no longer.
    setCookie(c, chosenCookie, person.id, { ...cookiePath, httpOnly: true, sameSite: 'Lax', maxAge: 60 })
    return redirect(c, input.signInUrl)
  })

  app.get('/sso', (c) => {
    const waiting = requireWaiting(new URL(c.req.url).searchParams)
    const request = read(waiting)
    const chosen = input.people.get(getCookie(c, chosenCookie) ?? '')
    if (chosen === undefined) return chooser(c, waiting, request)
    deleteCookie(c, chosenCookie, cookiePath)
    return answer(c, waiting, request, chosen)
  })

  app.post('/sso', async (c) => {
    const form = await readForm(c)
    const waiting = requireWaiting(form)
    return answer(c, waiting, read(waiting), personOf(form.get('person')))
  })

  const editPage = (c: Context, person: DemoPerson, waiting: Waiting | null, edit: DemoEdit | null) => {
    const frame = newFrame(root)
    const edited = input.people.isEdited(person.id)
    const page = <EditPage frame={frame} person={person} edited={edited} waiting={waiting} edit={edit} />
    return respond(c, frame, page, [], edit === null ? 200 : 422)
  }

  app.get('/people/:id', (c) =>
    editPage(c, personOf(c.req.param('id')), findWaiting(new URL(c.req.url).searchParams), null),
  )

  app.post('/people/:id', async (c) => {
    const form = await readForm(c)
    const person = personOf(c.req.param('id'))
    const waiting = findWaiting(form)
    if (form.get('do') === 'reset') {
      await input.people.reset(person.id)
    } else {
      const edit = readEditForm(form, person)
      if (edit.problems.size > 0) return editPage(c, person, waiting, edit)
      await input.people.update(person.id, edit.added === null ? edit.attributes : [...edit.attributes, edit.added])
    }
    return redirect(c, chooserPath({ root }, waiting, { saved: person.id }))
  })

  return app
}

function appearance(error: JitupError): { title: string; status: 400 | 403 | 404 | 413 } {
  if (error.code === 'not_found') return { title: say('demo-idp.problem-not-here'), status: 404 }
  if (error.code === 'forbidden' || error.code === 'origin_mismatch')
    return { title: say('demo-idp.problem-not-allowed'), status: 403 }
  const tooLarge = error.code === 'request_too_large' || error.code === 'message_too_large'
  return { title: say('demo-idp.problem-other'), status: tooLarge ? 413 : 400 }
}
