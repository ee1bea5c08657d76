import { useState } from 'react'
import { ApiError } from '../../api.ts'

/** Does an error that the API told of `said` belong to this field, or to a part of it? */
const belongs = (said: string, field: string): boolean => said === field || said.startsWith(`${field}.`)

/** What was wrong with the fields of a form when it was sent, until they are typed in. */
export interface Wrong {
  /** What is left of the refusal, for the sentence beside the button. */
  readonly error: unknown
  readonly of: (field: string) => string | undefined
  /** These were typed in since: what was said of them holds no more. */
  readonly mend: (...fields: readonly string[]) => void
}

/** Keeps apart what was said of each field; a new refusal is told whole again. */
export function useWrong(refusal: unknown): Wrong {
  const [mended, setMended] = useState<{ of: unknown; fields: readonly string[] }>({ of: null, fields: [] })
  const fields = mended.of === refusal ? mended.fields : []
  const error = without(refusal, fields)
  const said = error instanceof ApiError ? (error.problem?.errors ?? []) : []
  return {
    error,
    of: (field) => said.find((one) => belongs(one.field, field))?.message,
    mend: (...more) => {
      if (said.some((one) => more.some((field) => belongs(one.field, field)))) {
        setMended({ of: refusal, fields: [...fields, ...more] })
      }
    },
  }
}

/** A refusal without what it said of these fields; null when that was all. */
function without(refusal: unknown, fields: readonly string[]): unknown {
  if (!(refusal instanceof ApiError) || fields.length === 0 || refusal.problem?.errors === undefined) return refusal
  const errors = refusal.problem.errors.filter((one) => !fields.some((field) => belongs(one.field, field)))
  return errors.length === 0 ? null : new ApiError(refusal.status, refusal.code, { ...refusal.problem, errors })
}
