import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { t } from '../text.tsx'

/** Shows a calm sentence instead of an empty screen when a page fails: React knows no other way than a class. */
export class Caught extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className="note bad" role="alert">
        <p>
          <strong>{t('shell.crashed')}.</strong> {t('shell.crashed-text')}
        </p>
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {t('shell.reload')}
        </Button>
      </div>
    )
  }
}
