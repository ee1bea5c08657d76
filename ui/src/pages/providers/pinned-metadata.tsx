import { Textarea, TextInput } from '@mantine/core'
import { More } from '../../parts/more.tsx'
import { t } from '../../text.tsx'
import { CertificateLine } from './certificate-line.tsx'
import { EditForm, useEdits } from './edits.tsx'
import type { Provider } from './provider.ts'

/** What a provider's metadata is held to: who must have signed it, or the very bytes. */
export function PinnedMetadata({ provider }: { provider: Provider }) {
  const edits = useEdits(provider)
  const source = provider.metadataSource
  const signers = edits.given.metadataCertificates ?? source?.certificates.map((one) => one.pem) ?? []
  const pinned = (source?.certificates.length ?? 0) + (source?.sha256 ? 1 : 0)
  return (
    <More title={t('providers.pinned')} note={pinned > 0 ? <span className="badge quiet">{pinned}</span> : null}>
      <p className="soft">{t('providers.pinned-text')}</p>
      {source?.certificates.map((one) => (
        <CertificateLine key={one.fingerprint} certificate={one} />
      ))}
      <EditForm provider={provider} edits={edits}>
        <Textarea
          label={t('providers.metadata-signers')}
          description={t('providers.metadata-signers-hint')}
          value={signers.join('\n')}
          onChange={(event) => edits.set({ metadataCertificates: pemsOf(event.currentTarget.value) })}
          error={edits.errorOf('metadataCertificates')}
          autosize
          minRows={3}
          maxRows={10}
          spellCheck={false}
          classNames={{ input: 'code' }}
        />
        <TextInput
          mt="sm"
          label={t('providers.metadata-sha256')}
          description={t('providers.metadata-sha256-hint')}
          value={edits.given.metadataSha256 === undefined ? (source?.sha256 ?? '') : (edits.given.metadataSha256 ?? '')}
          onChange={(event) => edits.set({ metadataSha256: event.currentTarget.value.trim().toLowerCase() || null })}
          error={edits.errorOf('metadataSha256')}
          maxLength={64}
          spellCheck={false}
        />
      </EditForm>
    </More>
  )
}

/** One after the other, each with its last line; what is not finished yet stays as it is typed. */
const pemsOf = (text: string): string[] =>
  text
    .split(/(?<=-----END CERTIFICATE-----)\s*/)
    .map((one) => one.trimStart())
    .filter((one) => one.trim() !== '')
