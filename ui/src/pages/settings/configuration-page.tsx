import { Button, Checkbox, FileButton, Group, NumberInput, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { apiUrl, call, type Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { More } from '../../parts/more.tsx'
import { Card } from '../../parts/page.tsx'
import { queryClient } from '../../query.ts'
import { t } from '../../text.tsx'
import { ConfigurationProblems } from './configuration-problems.tsx'
import { Difference } from './difference.tsx'
import { SettingsPage } from './settings-page.tsx'

type Made = Shape<'configurationDifference'>

/** Everything decided, as a file: taken away, and brought in after everybody has seen what that would change. */
export function ConfigurationPage() {
  return (
    <SettingsPage title={t('settings.configuration')} lead={t('settings.configuration-lead')}>
      <div className="stack">
        <Card title={t('settings.export')}>
          <p className="soft">{t('settings.export-text')}</p>
          <Button
            component="a"
            variant="default"
            href={apiUrl('/configuration')}
            download="jitup.yaml"
            leftSection={<Icon name="download" />}
          >
            {t('settings.export-do')}
          </Button>
        </Card>
        <Import />
      </div>
    </SettingsPage>
  )
}

function Import() {
  const [text, setText] = useState('')
  const [prune, setPrune] = useState(false)
  const [withdraw, setWithdraw] = useState('next-sign-on')
  const [confirm, setConfirm] = useState<number | string>('')
  const [made, setMade] = useState<Made | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const send = async (more: Readonly<Record<string, string | number | boolean | undefined>>) => {
    setBusy(true)
    setError(null)
    try {
      const body = new Blob([text], { type: 'application/yaml' })
      const query = { prune, withdraw, ...more }
      setMade(await call<Made>('POST', '/configuration', { body, query, about: t('settings.about-import') }))
      if (!more.dryRun) await queryClient.invalidateQueries()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  /** Whatever is changed, what was shown no longer holds. */
  const anew = () => {
    setMade(null)
    setError(null)
    setConfirm('')
  }
  const pending = made?.dryRun === true && made.differences.length > 0
  return (
    <Card title={t('settings.import')}>
      <p className="soft">{t('settings.import-text')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '' && !busy) send({ dryRun: true })
        }}
      >
        <Stack>
          <div>
            <FileButton
              accept=".yaml,.yml,application/yaml"
              onChange={async (file) => {
                if (!file) return
                anew()
                setText(await file.text())
              }}
            >
              {(props) => (
                <Button variant="default" size="compact-sm" {...props}>
                  {t('settings.import-file')}
                </Button>
              )}
            </FileButton>
          </div>
          <Textarea
            label={t('settings.import-yaml')}
            value={text}
            onChange={(event) => {
              anew()
              setText(event.currentTarget.value)
            }}
            autosize
            minRows={5}
            maxRows={16}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
          />
          <Checkbox
            label={t('settings.prune')}
            description={t('settings.prune-hint')}
            checked={prune}
            onChange={(event) => {
              anew()
              setPrune(event.currentTarget.checked)
            }}
          />
          <More>
            <Radio.Group
              label={t('settings.withdraw')}
              value={withdraw}
              onChange={(value) => {
                anew()
                setWithdraw(value)
              }}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="next-sign-on" label={t('settings.withdraw-later')} />
                <Radio value="now" label={t('settings.withdraw-now')} />
              </Stack>
            </Radio.Group>
          </More>
          <ConfigurationProblems error={error} />
          <Group>
            <Button
              type="submit"
              variant={pending ? 'default' : 'filled'}
              loading={busy && !pending}
              disabled={text.trim() === ''}
            >
              {t('settings.import-look')}
            </Button>
          </Group>
          {made ? <Difference made={made} /> : null}
          {pending ? (
            <Group align="end">
              {made.mustConfirm ? (
                <NumberInput
                  label={t('settings.confirm', { count: made.takes })}
                  description={t('settings.confirm-hint')}
                  value={confirm}
                  onChange={setConfirm}
                  hideControls
                  maw="22rem"
                />
              ) : null}
              <Button
                loading={busy}
                disabled={made.mustConfirm && confirm !== made.takes}
                onClick={() => send({ plan: made.plan, confirm: made.mustConfirm ? Number(confirm) : undefined })}
              >
                {t('settings.import-do')}
              </Button>
            </Group>
          ) : null}
        </Stack>
      </form>
    </Card>
  )
}
