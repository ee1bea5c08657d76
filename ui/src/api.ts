import type { z } from 'zod'
import type * as contract from '../../src/api/contract.ts'
import { language } from './text.tsx'

type Contract = typeof contract

/**
 * What the API answers in a shape of the contract, by its name there.
 *
 * @example
 * const contact = await get<Shape<'contact'>>('/contacts/0198…')
 */
export type Shape<Name extends keyof Contract> = Contract[Name] extends z.ZodType ? z.output<Contract[Name]> : never

/** What the API takes in a shape of the contract. */
export type Given<Name extends keyof Contract> = Contract[Name] extends z.ZodType ? z.input<Contract[Name]> : never

/** One page of a list, and the cursor of the next. */
export interface ListPage<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** RFC 9457, as the API sends it. */
export type Problem = Shape<'problem'>

/** The API refused, or could not be reached (`unreachable`). `code` is stable; `detail` is a sentence for people. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Problem | null
  constructor(status: number, code: string, problem: Problem | null) {
    super(problem?.detail ?? code)
    this.status = status
    this.code = code
    this.problem = problem
  }
}

export interface Options {
  /** Left out where undefined or empty. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** Sent as JSON; a Blob as it is. */
  readonly body?: unknown
  /** Only if this is still the version: sent as If-Match. */
  readonly version?: number | undefined
  /** One for each intention, so that a double click and a repeated request act once. */
  readonly key?: string
  readonly signal?: AbortSignal
  /** What is about to be done, in a sentence: said where a proof of presence is asked for. */
  readonly about?: string | undefined
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Asks for the proof of presence that a dangerous action needs. @returns false when the person gave up */
type Prove = (problem: Problem, about: string | null) => Promise<boolean>

let prove: Prove | null = null

/** Says who asks people to prove themselves again: the one dialog of the shell. */
export function proveWith(dialog: Prove | null): void {
  prove = dialog
}

/** An address of the API with its query. */
export function apiUrl(path: string, query: Options['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  )
  return `/api/v1${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`
}

/**
 * Calls the API as the person who is signed in. A proof of presence that is asked for is given and the call repeated; an
 * ended session leads to the sign-in page and back.
 * @throws ApiError
 */
export async function call<Answer>(method: Method, path: string, options: Options = {}): Promise<Answer> {
  let response = await send(method, path, options)
  if (response.status === 401) {
    // A proof of presence gives the session another cookie: what was under way meanwhile had the former one.
    await new Promise((resolve) => setTimeout(resolve, 300))
    response = await send(method, path, options)
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer
  const error = await errorOf(response)
  if (error.status === 401) {
    const here = `${window.location.pathname}${window.location.search}`
    window.location.assign(`/?returnTo=${encodeURIComponent(here)}`)
  }
  if (
    error.code === 'step_up_required' &&
    error.problem &&
    prove &&
    (await prove(error.problem, options.about ?? null))
  ) {
    return call(method, path, options)
  }
  throw error
}

async function send(method: Method, path: string, options: Options): Promise<Response> {
  // Sentences of the answer are in the language of the screen, which may be that of the installation.
  const headers = new Headers({ accept: 'application/json', 'accept-language': language })
  const { body } = options
  if (body !== undefined) headers.set('content-type', body instanceof Blob ? body.type : 'application/json')
  if (options.version !== undefined) headers.set('if-match', `"${options.version}"`)
  if (options.key !== undefined) headers.set('idempotency-key', options.key)
  try {
    return await fetch(apiUrl(path, options.query), {
      method,
      headers,
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'unreachable', null)
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  const problem = isProblem ? ((await response.json()) as Problem) : null
  return new ApiError(response.status, problem?.code ?? 'unreachable', problem)
}

/** Reads one thing. */
export const get = <Answer>(path: string, query: Options['query'] = {}, signal?: AbortSignal): Promise<Answer> =>
  call('GET', path, { query, ...(signal ? { signal } : {}) })
