import sql from 'sql-template-tag'
import type { Converter, ConverterOptions } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** A converter with its version and the slug of its provider. */
export interface ConverterRecord extends Converter {
  readonly version: number
  /** null: for all providers. */
  readonly provider: string | null
}

type ConverterRow = Omit<ConverterRecord, keyof ConverterOptions> & { readonly options: ConverterOptions }

const columns = sql`
  c.id, c.version, c.provider_id as "providerId", p.slug as provider, c.attributes, c.column_name as "column",
  c.default_value as "defaultValue", c.position, c.options`

const toRecord = ({ options, ...row }: ConverterRow): ConverterRecord => ({ ...row, ...options })

/** Every converter in the order of the list: an installation has some dozens. */
export async function listConverters(db: Database | Tx): Promise<ConverterRecord[]> {
  const rows = await db.query<ConverterRow>(sql`
    select ${columns} from converters c left join providers p on p.id = c.provider_id order by c.position, c.id`)
  return rows.map(toRecord)
}

/** @returns the converter, or null */
export async function converterById(db: Database | Tx, id: string): Promise<ConverterRecord | null> {
  const rows = await db.query<ConverterRow>(sql`
    select ${columns} from converters c left join providers p on p.id = c.provider_id where c.id = ${id}::uuid`)
  return rows[0] ? toRecord(rows[0]) : null
}

/** Removes a converter. What it wrote stays, with its origin. */
export async function removeConverter(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from converters where id = ${id}::uuid`)
}
