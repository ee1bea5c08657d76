import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { More } from '../../parts/more.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { CertificateDays } from '../providers/certificate-line.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { Rollover } from './rollover.tsx'
import { SettingsPage } from './settings-page.tsx'

type Key = Shape<'spKey'>

/** The keys that partners know us by, and how one follows another without anybody being kept out. */
export function KeysPage() {
  const keys = useGet<ListPage<Key>>('/sp-keys')
  const may = useMay('trust:write')
  return (
    <SettingsPage title={t('settings.keys')} lead={t('settings.keys-lead')}>
      {keys.isError && !keys.data ? (
        <Failure error={keys.error} again={() => keys.refetch()} />
      ) : keys.data ? (
        <div className="stack">
          <Card title={t('settings.keys-now')}>
            <ul className="lines">
              {keys.data.items.map((key) => (
                <li key={key.id}>
                  <Line of={key} may={may} />
                </li>
              ))}
            </ul>
          </Card>
          <Rollover keys={keys.data.items} may={may} />
        </div>
      ) : (
        <Loading />
      )}
    </SettingsPage>
  )
}

const tones = { active: 'good', next: '', retiring: 'quiet' } as const

function Line({ of: key, may }: { of: Key; may: boolean }) {
  const [open, setOpen] = useState<'activate' | 'retire' | null>(null)
  const pairs = key.fingerprint.includes(':')
    ? key.fingerprint
    : (key.fingerprint.toUpperCase().match(/../g) ?? []).join(':')
  return (
    <>
      <div className="row">
        <span className={`badge ${tones[key.state]}`}>{t(`settings.key-${key.state}`)}</span>
        <span>
          {t('settings.key-until')} <When at={key.notAfter} only="day" /> <CertificateDays notAfter={key.notAfter} />
        </span>
        {may && key.state === 'retiring' ? (
          <Button className="end" variant="subtle" size="compact-sm" onClick={() => setOpen('activate')}>
            {t('settings.key-back')}
          </Button>
        ) : null}
        {may && key.state === 'next' ? (
          <Button className="end" variant="subtle" color="red" size="compact-sm" onClick={() => setOpen('retire')}>
            {t('settings.key-drop')}
          </Button>
        ) : null}
      </div>
      <p className="small">
        <span className="soft">SHA-256</span> <code>{pairs}</code>
      </p>
      <More title={t('settings.key-more')}>
        <p className="soft small">
          {t('settings.key-made')} <When at={key.createdAt} /> · {t('settings.key-changed')} <When at={key.changedAt} />
        </p>
        <Copy value={key.pem} label={t('settings.key-pem')} />
      </More>
      {open ? <KeyDialog of={key} act={open} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
