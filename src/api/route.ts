import type { z } from 'zod'
import type { App } from '../sign-on/app.ts'
import type { Caller } from './caller.ts'
import type { Scope } from './contract.ts'
import type { CursorPart } from './cursor.ts'
import type { DangerAsked } from './dangers.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One request after the frame has let it through: who, what, and everything checked. */
export interface Call<Query = unknown, Body = unknown> {
  readonly app: App
  readonly caller: Caller
  /** The client's address, as far as the configured proxies vouch for it. */
  readonly address: string | null
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  /** What was sent to a route that takes a file, as it arrives; it may be read once. */
  readonly upload: AsyncIterable<Uint8Array>
  /** From If-Match; undefined when the caller does not mind. */
  readonly expectedVersion: number | undefined
  /** For lists: how many, and after which position. */
  readonly page: { readonly limit: number; readonly after: readonly string[] | null }
}

/** What a handler answers. */
export interface Answer {
  readonly body?: unknown
  /** The same for people, as Markdown: sent to whoever asks for it by `Accept` or `?format=markdown`. */
  readonly markdown?: string
  /** Becomes the ETag. */
  readonly version?: number
  /** True when the answer also shows things that have versions of their own: then the ETag covers them too. */
  readonly joined?: boolean
  /** Sent piece by piece, instead of `body`: what has no end, or would be too much at once. */
  readonly stream?: {
    readonly type: string
    readonly pieces: AsyncIterable<string>
    /** Under which a browser saves it. */
    readonly fileName?: string
  }
  /** True: it was only asked what would be, and nothing was done that belongs into the audit. */
  readonly onlyAsked?: boolean
  /** A Set-Cookie header. */
  readonly cookie?: string
  /** For 201: the address of what was made, below `/api/v1`. */
  readonly location?: string
}

/** A list as a table, row by row. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: AsyncIterable<readonly (string | null)[]>
}

/** A list's answer: one page, and the position of its last item when there are more. */
export interface PageAnswer {
  readonly items: readonly unknown[]
  readonly next: readonly string[] | null
}

/** One row of the table from which routing and the OpenAPI document both come. */
export interface RouteDefinition<Query extends z.ZodObject, Body extends z.ZodType> {
  readonly method: Method
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string
  readonly summary: string
  /** What the caller needs; a write scope includes its read scope, `admin` is everything. Null: open to everybody. */
  readonly scope: Scope | null
  /** With scope null: not for everybody but for whoever is signed in, about themself, whatever their scopes. */
  readonly signedIn?: true
  /**
   * Dangerous: the person of a session must have proved just now who they are (`step_up_required`). Tokens are not asked. A function
   * says for which requests.
   */
  readonly stepUp?: true | ((asked: DangerAsked<z.output<Query>, z.output<Body>>) => boolean | Promise<boolean>)
  /** What is sent proves somebody: no answer is kept for it, no trace of it stays, and it takes no Idempotency-Key. */
  readonly secret?: true
  /** Its answer has a secret that is shown this once: what is kept for an Idempotency-Key is only that it was done. */
  readonly shownOnce?: true
  readonly query?: Query
  /** For an answer whose `items` are one page of something: what a position in it consists of. */
  readonly cursor?: readonly CursorPart[]
  readonly body?: Body
  /** Takes a file of this media type instead of JSON. It is not read before it is handled, and no answer is kept for it. */
  readonly upload?: string
  /** The shape of a single answer; none: 204 without a body. */
  readonly answer?: z.ZodType
  /** As what the answer is sent, where that is something else than JSON alone. */
  readonly media?: readonly string[]
  /** 200 unless something is made. */
  readonly status?: 200 | 201
  readonly handle: (call: Call<z.output<Query>, z.output<Body>>) => Promise<Answer>
}

/** A list: pages by cursor. */
export interface ListDefinition<Query extends z.ZodObject> {
  readonly path: string
  readonly summary: string
  readonly scope: Scope
  readonly query?: Query
  readonly items: z.ZodType
  /** What a position in this list consists of. */
  readonly cursor: readonly CursorPart[]
  readonly handle: (call: Call<z.output<Query>>) => Promise<PageAnswer>
  /** All of the list as a table, for `Accept: text/csv` or `?format=csv`. */
  readonly csv?: (call: Call<z.output<Query>>) => Promise<Table>
}

/** A row of the table, its types checked where it was written. */
export type Route = Omit<RouteDefinition<z.ZodObject, z.ZodType>, 'handle'> & {
  readonly items?: z.ZodType
  readonly cursor?: readonly CursorPart[]
  readonly handle: (call: Call) => Promise<Answer | PageAnswer>
  readonly csv?: (call: Call) => Promise<Table>
}

/** A route for one thing. */
export const one = <Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType>(
  definition: RouteDefinition<Query, Body>,
): Route => definition as unknown as Route

/** A route for a list. */
export const list = <Query extends z.ZodObject = z.ZodObject>(definition: ListDefinition<Query>): Route =>
  ({ method: 'GET', ...definition }) as unknown as Route

/** A page from rows of which one more than `limit` was read. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => readonly string[],
  show: (row: Row) => unknown,
): PageAnswer {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(show), next: rows.length > limit && last !== undefined ? position(last) : null }
}
