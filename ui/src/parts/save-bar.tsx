import { Button } from '@mantine/core'
import { t } from '../text.tsx'
import './save-bar.css'

/** Stays in sight while something is not saved. */
export const SaveBar = ({
  text,
  drop,
  busy = false,
  onDrop,
  onSave,
}: {
  text: string
  /** What the button says that gives the changes up. */
  drop: string
  busy?: boolean
  onDrop: () => void
  /** Without it the form around is sent. */
  onSave?: () => void
}) => (
  <section className="save-bar" aria-label={text}>
    <p role="status">{text}</p>
    <Button variant="subtle" color="gray" onClick={onDrop}>
      {drop}
    </Button>
    <Button {...(onSave ? { onClick: onSave } : { type: 'submit' })} loading={busy}>
      {t('act.save')}
    </Button>
  </section>
)
