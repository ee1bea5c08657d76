import type { NoticeEvent } from '../core/notices.ts'
import type { KeptNotice } from '../store/notices.ts'

/** What a webhook is sent: what happened, how often, and where to look. */
export interface NoticeBody {
  readonly id: string
  readonly type: NoticeEvent | 'test'
  /** ISO date-time of when it was found. */
  readonly timestamp: string
  readonly data: {
    /** Slug of the provider that it is about. */
    readonly provider: string | null
    readonly counts: Readonly<Record<string, number>>
    readonly facts: Readonly<Record<string, string | number>>
    /** The page of the admin UI that shows it; whoever opens it signs in. */
    readonly link: string
  }
}

/** The page that shows what is told. */
export function linkOf(publicUrl: string, event: NoticeEvent | 'test', slug: string | null): string {
  const about = (path: string, query: Readonly<Record<string, string>> = {}) => {
    const all = new URLSearchParams({ ...query, ...(slug === null ? {} : { provider: slug }) }).toString()
    return `${publicUrl}/admin${path}${all === '' ? '' : `?${all}`}`
  }
  switch (event) {
    case 'certificate.expiring':
      return about('/worklist', { kind: 'certificate-expiring' })
    case 'withdrawals.paused':
      return about('/worklist', { kind: 'withdrawals-paused' })
    case 'person.waiting':
      return about('/worklist', { kind: 'person-waiting' })
    case 'key.waiting':
      return about('/worklist', { kind: 'key-waiting' })
    case 'work.new':
      return about('/worklist')
    case 'refusals.jumped':
    case 'refusals.calmed':
      return about('/sign-ons', { outcome: 'refused' })
    case 'metadata.failed':
      return `${publicUrl}/admin/providers${slug === null ? '' : `/${slug}`}`
    case 'channel.failing':
    case 'test':
      return `${publicUrl}/admin/settings`
    default:
      return event satisfies never
  }
}

/** The body of a webhook's message. Ids, codes and numbers alone: nothing that arrived, nobody's name. */
export const bodyOf =
  (publicUrl: string) =>
  ({ id, at, event, provider, counts, facts }: KeptNotice): NoticeBody => ({
    id,
    type: event,
    timestamp: at.toISOString(),
    data: {
      provider: provider?.slug ?? null,
      counts,
      facts,
      link: linkOf(publicUrl, event, provider?.slug ?? null),
    },
  })
