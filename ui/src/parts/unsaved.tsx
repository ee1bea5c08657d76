import { Button, Group, Modal } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { AroundNavHandler } from 'wouter'
import { t } from '../text.tsx'

/** Asks before the page is left. @returns true when it holds the person back, and lets them go on by `leave` */
type Guard = (leave: () => void) => boolean

let guard: Guard | null = null
let onBack: ((event: PopStateEvent) => void) | null = null

// A window calls its listeners in the order in which they came, capturing or not: this one must be there before the router's.
window.addEventListener('popstate', (event) => onBack?.(event))

const pathOf = (to: string): string => to.split(/[?#]/)[0] ?? ''

/** What every navigation of the router goes through: a page with unsaved changes is asked first. */
export const aroundNav: AroundNavHandler = (navigate, to, options) => {
  const away = pathOf(to) !== '' && pathOf(to) !== window.location.pathname
  if (away && guard?.(() => navigate(to, options))) return
  navigate(to, options)
}

/**
 * Holds whoever leaves the page while something is not saved: by a link, by Back, by closing the window. Filters in the address
 * are no leaving.
 */
export function Unsaved({ when }: { when: boolean }) {
  const [leave, setLeave] = useState<(() => void) | null>(null)
  const left = useRef(false)
  const address = useRef('')
  useEffect(() => {
    address.current = window.location.href
  })
  useEffect(() => {
    if (!when) return
    left.current = false
    const here = window.location.pathname
    guard = (go) => {
      if (left.current) return false
      setLeave(() => go)
      return true
    }
    const closing = (event: BeforeUnloadEvent) => event.preventDefault()
    onBack = (event) => {
      if (window.location.pathname === here || left.current) return
      // The address has changed already: it is put back, and one more step back leads where it was meant to.
      event.stopImmediatePropagation()
      window.history.pushState(null, '', address.current)
      setLeave(() => () => window.history.back())
    }
    window.addEventListener('beforeunload', closing)
    return () => {
      guard = null
      onBack = null
      window.removeEventListener('beforeunload', closing)
    }
  }, [when])
  return (
    <Modal opened={leave !== null} onClose={() => setLeave(null)} title={t('unsaved.title')}>
      <p>{t('unsaved.text')}</p>
      <Group mt="md">
        <Button onClick={() => setLeave(null)} data-autofocus>
          {t('unsaved.stay')}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            left.current = true
            setLeave(null)
            leave?.()
          }}
        >
          {t('unsaved.leave')}
        </Button>
      </Group>
    </Modal>
  )
}
