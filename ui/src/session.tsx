import { createContext, type ReactNode, useContext } from 'react'
import type { Shape } from './api.ts'

/** Who is signed in, as `GET /session` says. */
export type Session = Shape<'session'>
export type Scope = Session['scopes'][number]

const Current = createContext<Session | null>(null)

export const SessionProvider = ({ session, children }: { session: Session; children: ReactNode }) => (
  <Current.Provider value={session}>{children}</Current.Provider>
)

export function useSession(): Session {
  const session = useContext(Current)
  if (!session) throw new Error('pages stand inside the shell')
  return session
}

/** May whoever is signed in do what needs this scope? The server decides; this only hides what it would refuse. */
export const useMay = (scope: Scope | null): boolean => mayOf(useSession(), scope)

/** As `useMay`, of a session at hand. What needs no scope is everybody's own. */
export const mayOf = ({ scopes }: Session, scope: Scope | null): boolean =>
  scope === null ||
  scopes.includes('admin') ||
  scopes.includes(scope) ||
  (scope.endsWith(':read') && scopes.includes(scope.replace(':read', ':write') as Scope))
