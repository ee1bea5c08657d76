import type { LiveSession } from '../store/sessions.ts'

/** So long a proof of presence counts for what is dangerous, in minutes. */
export const proofMinutes = 10

/** When the proof of a session's person no longer counts for what is dangerous. */
export const proofEnds = ({ authenticatedAt }: Pick<LiveSession, 'authenticatedAt'>): Date =>
  new Date(authenticatedAt.getTime() + proofMinutes * 60_000)

/** Has the person of this session proved just now who they are? */
export const isProven = (session: Pick<LiveSession, 'authenticatedAt'>, now: Date): boolean => proofEnds(session) > now

/** Where the person of a session proves themself again: `local`, or the slug of their provider. */
export const provesBy = ({ provider }: Pick<LiveSession, 'provider'>): string => provider ?? 'local'

/** The address at which a browser proves it, and comes back to `returnTo`. */
export function proofHref(session: Pick<LiveSession, 'provider'>, returnTo: string): string {
  const back = new URLSearchParams({ returnTo })
  return session.provider === null ? `/local?${back}` : `/sso/${session.provider}/start?forceAuthn&${back}`
}
