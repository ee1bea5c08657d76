import type { Shape } from '../api.ts'
import { useGet } from '../query.ts'
import { useMay } from '../session.tsx'
import { Say, t } from '../text.tsx'
import { Text } from './value.tsx'

/** Who did something, as versions, replays and the audit name them. */
export function Author({ author }: { author: Readonly<Record<string, unknown>> }) {
  const may = useMay('directory:read')
  const userId = author.kind === 'user' && typeof author.userId === 'string' ? author.userId : null
  const user = useGet<Shape<'user'>>(may && userId !== null ? `/users/${userId}` : null)
  if (userId !== null) return user.data ? <Text text={user.data.login} /> : t('author.user')
  const { kind, name } = author
  if (kind === 'token' && typeof name === 'string')
    return <Say k="author.token-named" v={{ name: <Text text={name} /> }} />
  return kind === 'token' || kind === 'config' || kind === 'system' ? t(`author.${kind}`) : t('author.system')
}
