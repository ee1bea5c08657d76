import type { FC } from 'hono/jsx'
import { say } from '../../messages.ts'
import type { OutcomeCounts } from '../../store/overview.ts'
import { type Frame, Heading, Page } from './layout.tsx'
import { type SignOnLine, SignOnList } from './sign-ons-page.tsx'
import { Say, When } from './value.tsx'

/** A certificate that ends soon or has ended. */
export interface EndingCertificate {
  readonly provider: string
  readonly notAfter: Date
  readonly ended: boolean
}

export interface Overview {
  readonly counts: OutcomeCounts
  readonly latest: readonly SignOnLine[]
  readonly certificates: readonly EndingCertificate[]
  /** Names of providers that have brought a key nobody vouches for. */
  readonly waiting: readonly string[]
  readonly providers: number
  readonly converters: number
}

const outcomes = ['created', 'updated', 'unchanged', 'refused'] as const

/** Where administrators begin. */
export const OverviewPage: FC<{ frame: Frame; overview: Overview }> = ({ frame, overview }) => {
  const { counts, latest, certificates, waiting, providers, converters } = overview
  return (
    <Page frame={frame} title={say('admin.title')} wide={true}>
      <Heading title={say('admin.title')} />
      <div class="stack">
        {waiting.length === 0 ? null : (
          <section class="note warn" aria-labelledby="waiting">
            <h2 id="waiting">{say('keys.waiting')}</h2>
            <p>
              {waiting.join(', ')}: <a href="/admin/providers">{say('keys.decide')}</a>
            </p>
          </section>
        )}
        {certificates.length === 0 ? null : (
          <section class="note warn" aria-labelledby="certificates">
            <h2 id="certificates">{say('admin.certificates')}</h2>
            <ul>
              {certificates.map((one) => (
                <li>
                  <Say
                    k={one.ended ? 'admin.certificate-ended' : 'admin.certificate-ends'}
                    v={{ provider: one.provider, date: <When at={one.notAfter} dateOnly={true} /> }}
                  />
                </li>
              ))}
            </ul>
          </section>
        )}
        {providers > 0 && converters > 0 && latest.length > 0 ? null : <NextSteps overview={overview} />}
        <section aria-labelledby="today">
          <h2 id="today">{say('admin.today')}</h2>
          <div class="figures">
            {outcomes.map((one) => (
              <a href={`/admin/sign-ons?outcome=${one}`}>
                <b>{counts.outcomes.get(one) ?? 0}</b> <span>{say(`outcome.${one}`)}</span>
              </a>
            ))}
          </div>
          {counts.onlyCounted === 0 ? null : (
            <p class="soft small">{say('admin.refused-more', { count: String(counts.onlyCounted) })}</p>
          )}
        </section>
        <section class="card" aria-labelledby="find">
          <h2 id="find">{say('admin.find')}</h2>
          <FindForm id="" />
        </section>
        <section class="card" aria-labelledby="latest">
          <h2 id="latest">{say('admin.latest')}</h2>
          {latest.length === 0 ? <p class="none">{say('sign-ons.none')}</p> : <SignOnList lines={latest} />}
          <p>
            <a href="/admin/sign-ons">{say('admin.all-sign-ons')}</a>
          </p>
        </section>
      </div>
    </Page>
  )
}

const NextSteps: FC<{ overview: Overview }> = ({ overview }) => (
  <section class="card" aria-labelledby="next">
    <h2 id="next">{say('admin.next')}</h2>
    <ol class="steps">
      {overview.providers === 0 ? (
        <li>
          <a href="/admin/providers">{say('admin.next-provider')}</a>
        </li>
      ) : null}
      {overview.converters === 0 ? (
        <li>
          <a href="/admin/converters">{say('admin.next-converters')}</a>
        </li>
      ) : null}
      <li>
        <a href="/admin/providers">{say('admin.next-test')}</a>
      </li>
    </ol>
  </section>
)

const FindForm: FC<{ id: string }> = ({ id }) => (
  <form method="get" action="/admin/lookup/reference" class="fields">
    <div class="grow">
      <label for="reference">{say('admin.find-label')}</label>
      <p class="hint" id="reference-hint">
        {say('admin.find-hint')}
      </p>
      <input type="text" id="reference" name="id" value={id} autocomplete="off" aria-describedby="reference-hint" />
    </div>
    <button class="button" type="submit">
      {say('admin.find-button')}
    </button>
  </form>
)

/** A reference that names no sign-on. */
export const ReferencePage: FC<{ frame: Frame; id: string }> = ({ frame, id }) => (
  <Page frame={frame} title={say('admin.find')} wide={true}>
    <Heading title={say('admin.find')} />
    <div class="card">
      <p role="status">
        {id === '' ? say('admin.find-empty') : <Say k="admin.find-none" v={{ id: <code>{id.slice(0, 100)}</code> }} />}
      </p>
      <FindForm id={id.slice(0, 100)} />
    </div>
  </Page>
)
