import { Button, Checkbox, FileButton, Group, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { call } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { Inspected } from './inspected.tsx'

export type Inspection = Shape<'inspection'>

/** In characters: what the server takes. */
const longest = 1_048_576

/** Takes any SAML message apart, checks it step by step, and says what it would change. Nothing of it is kept anywhere. */
export function InspectorPage() {
  const providers = useGet<ListPage<Shape<'provider'>>>('/providers', { limit: 200 })
  const [message, setMessage] = useState('')
  const [provider, setProvider] = useState<string | null>(null)
  const [ownTime, setOwnTime] = useState(true)
  const [unverified, setUnverified] = useState(false)
  const [found, setFound] = useState<Inspection | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const inspect = async () => {
    setBusy(true)
    setError(null)
    try {
      // Not kept between pages like what is read: a paste may hold what nobody else should see.
      setFound(
        await call<Inspection>('POST', '/inspector', {
          body: { message, ownTime, ...(provider ? { provider } : {}), ...(unverified ? { unverified } : {}) },
        }),
      )
    } catch (failure) {
      setFound(null)
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page title={t('nav.inspector')} lead={t('inspector.lead')}>
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            inspect()
          }}
        >
          <Stack>
            <Textarea
              label={t('inspector.message')}
              description={t('inspector.message-hint')}
              value={message}
              onChange={(event) => setMessage(event.currentTarget.value)}
              rows={7}
              maxLength={longest}
              spellCheck={false}
              autoComplete="off"
              classNames={{ input: 'code' }}
            />
            <Group align="end">
              <FileButton onChange={(file) => file?.text().then(setMessage)} accept=".xml,.txt,.har,.json,.b64">
                {(props) => (
                  <Button variant="default" {...props}>
                    {t('inspector.file')}
                  </Button>
                )}
              </FileButton>
              <Select
                label={t('inspector.provider')}
                placeholder={t('inspector.by-issuer')}
                data={(providers.data?.items ?? []).map((one) => ({ value: one.slug, label: one.name }))}
                value={provider}
                onChange={setProvider}
                clearable
              />
              <Checkbox
                label={t('inspector.own-time')}
                checked={ownTime}
                onChange={(event) => setOwnTime(event.currentTarget.checked)}
              />
              <Checkbox
                label={t('inspector.unverified')}
                checked={unverified}
                onChange={(event) => setUnverified(event.currentTarget.checked)}
              />
            </Group>
            <NotSaved error={error} lead={t('inspector.failed')} />
            <Group>
              <Button type="submit" loading={busy} disabled={message.trim() === ''}>
                {t('inspector.go')}
              </Button>
              {message === '' ? null : (
                <Button
                  variant="subtle"
                  onClick={() => {
                    setMessage('')
                    setFound(null)
                  }}
                >
                  {t('list.clear')}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      </Card>
      {found ? <Inspected inspection={found} /> : null}
    </Page>
  )
}
