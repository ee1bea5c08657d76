/**
 * A table of another language: every key of the English one and no further key, but for the forms that its sentences take with
 * other counts (`KEY-one`, `KEY-few`, …), where English has no need of them.
 */
export type Translation<English> = Readonly<Record<keyof English, string>> &
  Readonly<Partial<Record<`${keyof English & string}-${'zero' | 'one' | 'two' | 'few' | 'many'}`, string>>>
