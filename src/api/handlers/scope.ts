import { JitupError } from '../../errors.ts'
import { type Caller, may } from '../caller.ts'
import type { Scope } from '../contract.ts'

/** For what a request needs beside the scope of its route. @throws JitupError `forbidden` */
export function needs(caller: Caller, scope: Scope): void {
  if (!may(caller, scope)) throw new JitupError('forbidden', `This needs the scope ${scope}.`, { scope })
}
