import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'

/** What is allowed and will probably be regretted, in the language of the screen. */
export const warningText = ({ code, message }: Provider['warnings'][number]): string =>
  code === 'login_opaque' || code === 'subject_transient' ? t(`providers.warning-${code}`) : message
