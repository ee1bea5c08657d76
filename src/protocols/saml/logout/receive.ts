import type { KeyObject } from 'node:crypto'
import type { Arrival, LogoutVerification } from '../../logout.ts'
import type { Rejection } from '../../protocol.ts'
import { readClean } from '../prove.ts'
import { forgetMessage, type Progress, rejectionOf } from '../verdict.ts'
import { exceptionWarnings } from '../warnings.ts'
import { rawEngine } from '../xml/engine.ts'
import { gate } from '../xml/gate.ts'
import { SAMLP } from '../xml/namespaces.ts'
import { withDocument, type XmlDocument } from '../xml/parse.ts'
import { conform } from '../xml/schema.ts'
import type { SignedBytes } from '../xml/signature.ts'
import { fromPost, fromRedirect, withinSize } from '../xml/transport.ts'
import { checkLogout, type LogoutContext } from './checks.ts'
import { logoutFacts } from './facts.ts'
import { checkRelayState, malformed, readQuery } from './query.ts'
import { verifyEnveloped, verifyQuery, wholeMessage } from './signature.ts'

/** What a logout message is judged by. */
export interface LogoutMeasures extends LogoutContext {
  /** The pinned signing keys; every one is tried. */
  readonly keys: readonly KeyObject[]
  readonly legacyAlgorithms: boolean
}

/** Logout messages hold one name; no provider needs more for them. */
const LIMITS = { bytes: 65_536, nodes: 1_000 } as const

type Kind = 'request' | 'response'

/**
 * Judges a logout message of either kind and binding, with the same steps, engines and limits as a sign-on. Never throws on
 * a message. Where it is signed in its query, the signature is the first thing that is looked at.
 */
export function receiveLogout(arrival: Arrival, measures: LogoutMeasures): LogoutVerification {
  const progress: Progress & { kind: Kind | null } = { step: 'transport', recognised: false, kind: null }
  try {
    const { signed, relayState } =
      arrival.binding === 'redirect'
        ? fromQuery(arrival.query, measures, progress)
        : fromForm(arrival.form, measures, progress)
    progress.step = 'reparse' // from here on only the bytes that were signed are read
    const facts = readClean(signed, { limits: LIMITS }, logoutFacts)
    progress.step = 'protocol'
    const message = checkLogout(facts, relayState, measures)
    return { verdict: 'accepted', message, warnings: signed.legacy ? [exceptionWarnings['legacy-algorithms']] : [] }
  } catch (error) {
    // The signature of a query is looked at before any engine is: whoever forges one costs no more than that.
    if (arrival.binding === 'post' || progress.step !== 'signature') forgetMessage(progress)
    const rejection: Rejection = rejectionOf(error, progress)
    return { ...rejection, kind: progress.kind }
  }
}

type Steps = Progress & { kind: Kind | null }

function fromQuery(query: string, measures: LogoutMeasures, progress: Steps) {
  const message = readQuery(query, (kind) => {
    progress.kind = kind
  })
  progress.step = 'signature'
  const { legacy } = verifyQuery(message, measures)
  progress.step = 'transport'
  const xml = fromRedirect(message.message, LIMITS.bytes)
  const signed = inRawEngine(xml, message.kind, progress, (document) => wholeMessage(document, legacy))
  return { signed, relayState: message.relayState }
}

function fromForm(form: URLSearchParams, measures: LogoutMeasures, progress: Steps) {
  const all = ['SAMLRequest', 'SAMLResponse', 'RelayState'].map((name) => form.getAll(name))
  const [requests = [], responses = [], relayStates = []] = all
  if (all.some((one) => one.length > 1)) throw malformed('One of its fields comes twice.')
  if (requests.length + responses.length > 1) throw malformed('It holds a request and a response.')
  progress.kind = responses.length > 0 ? 'response' : requests.length > 0 ? 'request' : null
  const xml = fromPost(requests[0] ?? responses[0] ?? '', LIMITS.bytes)
  const [relayState = null] = relayStates
  if (relayState !== null) checkRelayState(relayState)
  const signed = inRawEngine(xml, progress.kind ?? 'request', progress, (document) => {
    progress.step = 'signature'
    return verifyEnveloped(document, measures)
  })
  return { signed, relayState }
}

/** Gate, parse and schema in the engine that sees raw input; what leaves are signed bytes. */
function inRawEngine(
  xml: Buffer,
  kind: Kind,
  progress: Steps,
  sign: (document: XmlDocument) => SignedBytes,
): SignedBytes {
  withinSize(xml, LIMITS.bytes)
  progress.step = 'gate'
  gate(xml)
  return rawEngine.run((engine) => {
    progress.step = 'parse'
    const root = kind === 'request' ? 'LogoutRequest' : 'LogoutResponse'
    const onRoot = (one: { namespace: string; name: string }) => {
      progress.recognised = one.namespace === SAMLP && one.name === root
    }
    const steps = (document: XmlDocument) => {
      progress.step = 'schema'
      conform(document, { root, looseIds: false, signatureLast: false })
      progress.step = 'shape'
      return sign(document)
    }
    return withDocument(engine, xml, { nodes: LIMITS.nodes }, steps, onRoot)
  })
}
