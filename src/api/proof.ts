import { JitupError } from '../errors.ts'
import { isProven, proofMinutes, provesBy } from '../sign-on/proof.ts'
import type { Caller } from './caller.ts'
import type { DangerAsked } from './dangers.ts'
import type { Route } from './route.ts'

/** Does this request do what a session may do only right after its person has proved who they are? */
export const isDangerous = async (
  { stepUp }: Pick<Route, 'stepUp'>,
  asked: DangerAsked<unknown, unknown>,
): Promise<boolean> => (typeof stepUp === 'function' ? stepUp(asked as Parameters<typeof stepUp>[0]) : stepUp === true)

/**
 * Lets pass who has proved just now who they are, and tokens: whoever has one keeps it where no browser is left open.
 * @throws JitupError `step_up_required` with how: `local`, or the slug of the provider at which to sign in anew
 */
export function assertProven({ session }: Pick<Caller, 'session'>, now: Date): void {
  if (session === null || isProven(session, now)) return
  throw new JitupError('step_up_required', `Prove who you are: it was more than ${proofMinutes} minutes ago.`, {
    how: provesBy(session),
  })
}
