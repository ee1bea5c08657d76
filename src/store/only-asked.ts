import type { Database, Tx } from './database.ts'

/** Carries the answer out of a transaction that is rolled back. */
class Answer<T> extends Error {
  readonly value: T
  constructor(value: T) {
    super('a change is asked, not made')
    this.value = value
  }
}

/**
 * Tells what would come of a change: it is made by the functions that make it in earnest, and rolled back. So what cannot be made is
 * refused here as well.
 */
export async function onlyAsked<T>(db: Database, keys: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
  // Its own: an answer of another transaction is none of this one.
  let answer: Answer<T> | null = null
  try {
    return await db.serialised([...keys], async (tx) => {
      answer = new Answer(await work(tx))
      throw answer
    })
  } catch (error) {
    if (answer !== null && error === answer) return (answer as Answer<T>).value
    throw error
  }
}
