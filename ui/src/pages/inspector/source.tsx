import { Button, CopyButton } from '@mantine/core'
import { More } from '../../parts/more.tsx'
import { t } from '../../text.tsx'

/** The XML, indented, as text. */
export function Source({ xml, cut }: { xml: string; cut: boolean }) {
  return (
    <section className="card">
      <More title={t('inspector.xml')}>
        <CopyButton value={xml}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-sm" onClick={copy}>
              {copied ? t('act.copied') : t('act.copy')}
            </Button>
          )}
        </CopyButton>
        {cut ? <p className="soft small">{t('inspector.xml-cut')}</p> : null}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard */}
        <pre className="source" tabIndex={0}>
          {xml}
        </pre>
      </More>
    </section>
  )
}
