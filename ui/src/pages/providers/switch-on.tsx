import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { Copy } from '../../parts/copy.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { hrefOf, type Provider, signInPage } from './provider.ts'
import { forgetDraft } from './wizard-draft.ts'

/** What switching it on means, for whoever is asked to prove their presence. */
export const aboutEnable = ({ name }: Pick<Provider, 'name'>): string => t('providers.about-enable', { name })

/** Switches a provider on at the end of its setting up, and leads to its page, which says what people can do now. */
export function useSwitchOn() {
  const [, navigate] = useLocation()
  return useChange<Provider>({
    onDone: (made) => {
      forgetDraft()
      navigate(hrefOf(made), { state: { switchedOn: made.slug } })
    },
  })
}

/** What a provider's page says right after it was switched on: where people sign in from now on. */
export function SwitchedOn({ provider }: { provider: Provider }) {
  const state = useHistoryState<{ readonly switchedOn?: string } | null>()
  if (state?.switchedOn !== provider.slug || !provider.enabled) return null
  return (
    <div className="note good verdict" role="status">
      <h2>{t('providers.switched-on')}</h2>
      <p>
        {t('providers.sign-in-page')}: <Copy value={signInPage(provider)} label={t('providers.sign-in-page')} />
      </p>
    </div>
  )
}

/** May whoever is signed in switch it on? Where roles depend on it that only administrators hand out, only they may. */
export function useMayEnable({ guarded }: Pick<Provider, 'guarded'>): boolean {
  const may = useMay('trust:write')
  const admin = useMay('admin')
  return admin || (may && !guarded)
}
