import { draftInput } from '../api/contract.ts'
import { check } from '../api/edit/change.ts'
import type { Draft } from '../api/edit/draft.ts'
import { JitupError } from '../errors.ts'
import { type Io, readInput } from './io.ts'

/** A draft holds thousands of rules at most. */
const limit = 8 * 1024 * 1024

/**
 * Reads rules that are to be tried: JSON as the API's `draft` has it.
 * @throws JitupError `request_malformed`, `request_too_large`, `validation_failed`
 */
export async function readDraft(file: string, io: Io): Promise<Draft> {
  const text = (await readInput(file, io, limit)).toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new JitupError('request_malformed', 'The draft is not JSON.', {}, { cause })
  }
  return check(draftInput, json)
}
