import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Shape } from '../../api.ts'
import { Author } from '../../parts/author.tsx'
import { FailedPage } from '../../parts/failed-page.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { BringBack } from './bring-back.tsx'
import { changeCounts } from './counts.tsx'
import { RuleChanges } from './rule-changes.tsx'

/** One version of the rules: what it changed, field by field, against the one before or any other; and the ways back. */
export function RevisionPage({ params: { number = '' } }: { params: Readonly<Record<string, string>> }) {
  const [params, setParams] = useSearchParams()
  const [open, setOpen] = useState<'restore' | 'undo' | null>(null)
  const may = useMay('rules:write')
  const from = params.get('from') ?? undefined
  const revision = useGet<Shape<'revisionDetail'>>(`/revisions/${number}`)
  const newest = useGet<{ items: readonly Shape<'revision'>[] }>('/revisions', { limit: 1 })
  const diff = useGet<Shape<'revisionDiff'>>(`/revisions/${number}/diff`, { from, limit: 200 })
  if (revision.isError) return <FailedPage error={revision.error} again={() => revision.refetch()} />
  if (!revision.data) return <Loading />
  const isNewest = newest.data?.items[0]?.revision === revision.data.revision
  return (
    <Page
      title={t('revisions.number', { number })}
      lead={
        <span className="row">
          <When at={revision.data.at} /> <Author author={revision.data.author} />
          {isNewest ? <span className="badge good">{t('revisions.in-force')}</span> : null}
        </span>
      }
      actions={
        may ? (
          <>
            {isNewest ? null : (
              <Button variant="default" onClick={() => setOpen('restore')}>
                {t('revisions.restore')}
              </Button>
            )}
            <Button variant="default" onClick={() => setOpen('undo')}>
              {t('revisions.undo')}
            </Button>
          </>
        ) : null
      }
    >
      <Card
        title={diff.data ? t('revisions.since', { number: String(diff.data.from) }) : t('revisions.what')}
        actions={
          <NumberInput
            aria-label={t('revisions.compare')}
            placeholder={t('revisions.compare')}
            size="xs"
            min={1}
            allowDecimal={false}
            allowNegative={false}
            value={from ?? ''}
            onChange={(value) => setParams(value === '' ? {} : { from: String(value) }, { replace: true })}
          />
        }
      >
        {diff.isError ? <FailedPage error={diff.error} /> : null}
        {diff.data ? (
          <>
            <p className="soft">{changeCounts(diff.data.counts)}</p>
            <RuleChanges changes={diff.data.items} />
            {diff.data.next ? <p className="soft">{t('revisions.more')}</p> : null}
          </>
        ) : null}
      </Card>
      {open ? <BringBack number={revision.data.revision} how={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  )
}
