import { z } from 'zod'
import { damaged } from './frames.ts'

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/)

/** What a backup says of itself before its rows. */
const schema = z.strictObject({
  format: z.literal('jitup-backup'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Which schema the rows are of. */
  migrations: z.array(z.strictObject({ number: z.int(), name: z.string(), checksum: z.string() })).min(1),
  /** Something that the secret has sealed: whether a secret fits is known before anything is touched. */
  canary: z.string().nullable(),
  /** In an order in which every row finds what it refers to. */
  tables: z.array(
    z.strictObject({
      name,
      columns: z.array(z.strictObject({ name, type: z.string(), references: name.nullable() })).min(1),
    }),
  ),
})
export type Head = z.output<typeof schema>
export type BackupTable = Head['tables'][number]

/** Reads the first frame of a backup. @throws JitupError `backup_damaged` */
export function readHead(content: Buffer): Head {
  try {
    return schema.parse(JSON.parse(content.toString('utf8')))
  } catch (cause) {
    throw damaged('what it says of itself cannot be read', cause)
  }
}
