import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError } from '../api.ts'
import { language, t } from '../text.tsx'

/** What a list or page says when there is nothing yet, with the next step. */
export function Empty({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {children ? <div className="row">{children}</div> : null}
    </div>
  )
}

/** What a form calls a field that the API names; undefined: it has no such field. */
export type FieldNames = (field: string) => string | undefined

/** A sentence for people about what went wrong; fields are called as their form calls them. */
export function sentenceOf(error: unknown, nameOf: FieldNames = () => undefined): string {
  if (!(error instanceof ApiError)) return t('shell.crashed-text')
  if (error.code === 'unreachable') return t('failure.unreachable')
  if (error.code === 'forbidden') return t('failure.forbidden')
  const fields =
    error.problem?.errors?.map(({ field, message }) => `${nameOf(field) ?? field}: ${message}`).join(' ') ?? ''
  if (fields !== '') return fields
  // What happened in detail is told in English; what the code means in the language of the screen.
  return language === 'en' ? error.message : (error.problem?.title ?? error.message)
}

/** Something could not be read: why, its code for support, and a way on. */
export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  const known = error instanceof ApiError ? error : null
  const isGone = known?.code === 'not_found'
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{t(isGone ? 'failure.gone' : 'failure.title')}.</strong>{' '}
        {isGone ? t('failure.gone-text') : sentenceOf(error)}
      </p>
      <div className="row">
        {again && !isGone ? (
          <Button size="compact-sm" variant="default" onClick={again}>
            {t('failure.again')}
          </Button>
        ) : null}
        {known ? <code>{known.code}</code> : null}
        {known?.problem ? (
          <span className="small">{t('failure.reference', { reference: known.problem.reference })}</span>
        ) : null}
      </div>
    </div>
  )
}

/** Holds the place of what is being read. */
export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div role="status" aria-label={t('list.loading')}>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <Skeleton key={line} height={14} mb={14} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  )
}
