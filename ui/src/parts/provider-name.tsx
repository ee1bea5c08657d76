import type { ListPage, Shape } from '../api.ts'
import { useGet } from '../query.ts'
import { useMay } from '../session.tsx'
import { Text } from './value.tsx'

/** An identity provider as people know it; its slug while the name is not read, or to whoever may not read it. */
export function ProviderName({ slug }: { slug: string | null }) {
  const byTrust = useMay('trust:read')
  const byJournal = useMay('directory:read')
  const providers = useGet<ListPage<Shape<'provider'>>>(byTrust ? '/providers' : null, { limit: 200 })
  const figures = useGet<Shape<'overview'>>(byTrust || !byJournal ? null : '/overview', { range: 'day' })
  if (slug === null) return null
  const name =
    providers.data?.items.find((one) => one.slug === slug)?.name ??
    figures.data?.providers.find((one) => one.provider === slug)?.name
  return <Text text={name ?? slug} />
}
