import type { LiveSession } from '../store/sessions.ts'

/** What middleware puts beside a request. */
export interface Env {
  Variables: {
    /** For the one inline script or style of a page: Content-Security-Policy allows nothing else inline. */
    nonce: string
    /** The client's address, as far as the configured proxies vouch for it. */
    address: string | null
    session: LiveSession | null
    /** True: this page loads the built admin UI, whose scripts and styles are files of ours. */
    loadsUi: boolean | undefined
    /** The Content-Security-Policy's form-action, when a page posts somewhere else than here. */
    formAction: string | undefined
    /** The origins whose pages may hold this answer in a frame; nobody's when not set. */
    frameAncestors: string | undefined
    /** True when the request says which language it wants; else the installation's counts. */
    languageAsked: boolean
  }
  Bindings: { incoming?: { url?: string; socket?: { remoteAddress?: string } } }
}
