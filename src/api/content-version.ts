import { createHash } from 'node:crypto'

/** The version of what has no counter, such as settings: a number made of what it says stands for exactly that. */
export const contentVersion = (values: unknown): number =>
  createHash('sha256').update(JSON.stringify(values)).digest().readUInt32BE() % 1_000_000_000
