import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { type DragEvent, useId, useState } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

/** Where metadata comes from, while it is chosen. */
export interface MetadataChoice {
  readonly from: 'url' | 'file' | 'paste'
  readonly metadataUrl: string
  readonly metadata: string
  readonly fileName: string
}

const ways = ['url', 'file', 'paste'] as const

/** A partner's metadata: by its address, by a file that is chosen or dropped, or pasted. */
export function MetadataSource({
  value,
  onChange,
  error,
}: {
  value: MetadataChoice
  onChange: (fields: Partial<MetadataChoice>) => void
  error?: string | null
}) {
  return (
    <div className="stack">
      <SegmentedControl
        aria-label={t('providers.metadata-from')}
        value={value.from}
        onChange={(from) => onChange({ from: from as MetadataChoice['from'] })}
        data={ways.map((way) => ({ value: way, label: t(`providers.from-${way}`) }))}
      />
      {value.from === 'url' ? (
        <TextInput
          type="url"
          label={t('providers.metadata-url')}
          description={t('providers.metadata-url-hint')}
          placeholder="https://"
          value={value.metadataUrl}
          onChange={(event) => onChange({ metadataUrl: event.currentTarget.value })}
          error={error}
          maxLength={2000}
        />
      ) : value.from === 'file' ? (
        <FileDrop
          fileName={value.fileName}
          onFile={(metadata, fileName) => onChange({ metadata, fileName })}
          error={error ?? null}
        />
      ) : (
        <Textarea
          label={t('providers.metadata-text')}
          description={t('providers.metadata-text-hint')}
          value={value.metadata}
          onChange={(event) => onChange({ metadata: event.currentTarget.value, fileName: '' })}
          error={error}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          classNames={{ input: 'code' }}
        />
      )}
    </div>
  )
}

function FileDrop({
  fileName,
  onFile,
  error,
}: {
  fileName: string
  onFile: (text: string, name: string) => void
  error: string | null
}) {
  const [over, setOver] = useState(false)
  const id = useId()
  const take = async (file: File | undefined) => {
    if (file) onFile(await file.text(), file.name)
  }
  const dropped = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is only a shorter way to the field inside
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <Icon name="download" size={26} />
      <p>
        <label htmlFor={id}>{t('providers.metadata-file')}</label>
      </p>
      <input
        id={id}
        type="file"
        accept=".xml,application/xml,text/xml,application/samlmetadata+xml"
        aria-describedby={error === null ? undefined : `${id}-error`}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      {fileName === '' ? null : (
        <p className="small">
          <Icon name="check" size={14} /> <Text text={fileName} />
        </p>
      )}
      {error === null ? null : (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  )
}

/** What of a choice is sent. Null: nothing was given yet. */
export function sourceOf(choice: MetadataChoice): { metadataUrl: string } | { metadata: string } | null {
  if (choice.from === 'url') return choice.metadataUrl.trim() === '' ? null : { metadataUrl: choice.metadataUrl.trim() }
  return choice.metadata.trim() === '' ? null : { metadata: choice.metadata }
}
