import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'

/** How often it is asked whether the colleague has signed in, in milliseconds. */
const every = 4000

/** A link that a colleague opens once; what came of it appears here. */
export function TestLink({ slug }: { slug: string }) {
  const make = useChange<Shape<'newTestLink'>>()
  const made = make.data
  const now = useGet<Shape<'testLink'>>(made ? `/test-links/${made.id}` : null, {}, { every })
  if (!made) {
    return (
      <>
        <p className="soft">{t('providers.colleague-text')}</p>
        <NotSaved error={make.error} />
        <Button
          variant="default"
          leftSection={<Icon name="link" />}
          loading={make.isPending}
          onClick={() => make.mutate({ method: 'POST', path: `/providers/${slug}/test-links`, body: {} })}
        >
          {t('providers.colleague-make')}
        </Button>
      </>
    )
  }
  const state = now.data ?? made
  return (
    <div className="note" aria-live="polite">
      <p>
        <Copy value={made.url} label={t('providers.colleague-link')} />
      </p>
      {state.signOnId !== null ? (
        <p>
          {t('providers.colleague-done')}{' '}
          <Link href={`/providers/${slug}/test/${state.signOnId}`}>{t('providers.colleague-result')}</Link>
        </p>
      ) : (
        <p className="small">
          {state.openedAt === null ? t('providers.colleague-waits') : t('providers.colleague-opened')}{' '}
          {t('providers.colleague-until')} <When at={made.expiresAt} />
        </p>
      )}
    </div>
  )
}
