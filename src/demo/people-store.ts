import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { JitupError } from '../errors.ts'
import { type DemoAttribute, type DemoPerson, demoPeople } from './people.ts'

/** The people as edited so far. */
export interface DemoPeople {
  list(): readonly DemoPerson[]
  get(id: string): DemoPerson | undefined
  /** Whether the person differs from the one that the demo ships. */
  isEdited(id: string): boolean
  /** Throws `not_found` for an unknown person. */
  update(id: string, attributes: readonly DemoAttribute[]): Promise<void>
  /** Makes the person as shipped again. */
  reset(id: string): Promise<void>
}

const fileSchema = z.record(
  z.string(),
  z.array(z.strictObject({ name: z.string(), values: z.array(z.string()), sent: z.boolean() })),
)
type Edits = z.infer<typeof fileSchema>

/** Edits that are forgotten with the process. */
export const peopleInMemory = (): DemoPeople => peopleStore({}, async () => {})

/**
 * Edits kept in a JSON file, made at the first edit. Only edited people stand in it.
 * Throws `config_invalid` when the file is there but is not one of ours.
 */
export async function peopleInFile(path: string): Promise<DemoPeople> {
  return peopleStore(await readEdits(path), async (edits) => {
    await mkdir(dirname(path), { recursive: true })
    // Written aside and renamed, so that a crash leaves the old file or the new one, never half of one.
    await writeFile(`${path}.new`, `${JSON.stringify(edits, null, 2)}\n`, { mode: 0o600 })
    await rename(`${path}.new`, path)
  })
}

async function readEdits(path: string): Promise<Edits> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new JitupError(
      'config_invalid',
      `${path} is not the demo's list of people. Delete it to start afresh.`,
      {},
      { cause },
    )
  }
}

function peopleStore(start: Edits, save: (edits: Edits) => Promise<void>): DemoPeople {
  let edits = start
  // One at a time: two saves side by side would write the same file.
  let last: Promise<void> = Promise.resolve()
  const change = (next: (edits: Edits) => Edits): Promise<void> => {
    const run = last.then(async () => {
      const changed = next(edits)
      await save(changed)
      edits = changed
    })
    last = run.catch(() => {})
    return run
  }
  const edited = (person: DemoPerson): DemoPerson => {
    const attributes = Object.hasOwn(edits, person.id) ? edits[person.id] : undefined
    return attributes === undefined ? person : { ...person, attributes }
  }
  const shipped = (id: string): DemoPerson => {
    const person = demoPeople.find((one) => one.id === id)
    if (person === undefined) throw new JitupError('not_found', 'The demo has no such person.')
    return person
  }
  return {
    list: () => demoPeople.map(edited),
    get: (id) => demoPeople.filter((one) => one.id === id).map(edited)[0],
    isEdited: (id) => Object.hasOwn(edits, id),
    async update(id, attributes) {
      const original = shipped(id)
      const same = JSON.stringify(original.attributes) === JSON.stringify(attributes)
      await change((all) => (same ? without(all, id) : { ...all, [id]: attributes.map(copy) }))
    },
    reset: (id) => change((all) => without(all, id)),
  }
}

const copy = (one: DemoAttribute) => ({ name: one.name, values: [...one.values], sent: one.sent })

function without(edits: Edits, id: string): Edits {
  return Object.fromEntries(Object.entries(edits).filter(([key]) => key !== id))
}
