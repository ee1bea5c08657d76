import type { ReactNode } from 'react'
import { t } from '../text.tsx'
import { Icon } from './icon.tsx'
import './more.css'

/**
 * What is rare, behind one line. It stays in the document while it is closed, so that the browser's own search finds it.
 * `note`: why it is worth opening, a count of what differs.
 */
export const More = ({
  title,
  note,
  open,
  children,
}: {
  title?: string
  note?: ReactNode
  open?: boolean
  children: ReactNode
}) => (
  <details className="more" open={open}>
    <summary>
      <Icon name="right" size={16} />
      <span>{title ?? t('act.more')}</span>
      {note}
    </summary>
    <div className="more-body">{children}</div>
  </details>
)
