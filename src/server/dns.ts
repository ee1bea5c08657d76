import { Resolver } from 'node:dns/promises'
import type { ResolveTxt } from '../sign-on/domain-proof.ts'

/** Asks the name servers of this machine; gives up after some seconds. */
export const resolveTxt: ResolveTxt = (name) => new Resolver({ timeout: 3000, tries: 2 }).resolveTxt(name)
