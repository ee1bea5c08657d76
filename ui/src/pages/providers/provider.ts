import type { Given, Shape } from '../../api.ts'

export type Provider = Shape<'provider'>
export type ProviderChange = Given<'providerPatch'>
export type Settings = NonNullable<ProviderChange['settings']>

/** Where a provider's pages are. The address `new` belongs to the wizard. */
export const hrefOf = ({ slug, id }: Pick<Provider, 'slug' | 'id'>): string =>
  `/providers/${slug === 'new' ? id : slug}`

/** The page on which people choose how to sign in. */
export const signInPage = ({ acsUrl }: Pick<Provider, 'acsUrl'>): string => new URL('/', acsUrl).href

/** Where a test of the admin UI starts: at the identity provider and back, in this window. */
export const testHref = (slug: string, as: 'the same' | 'somebody else' = 'the same'): string => {
  const returnTo = `/admin/providers/${slug}/test`
  // Whoever is signed in over there is asked again, and may be somebody else then.
  const again = as === 'somebody else' ? { forceAuthn: '' } : {}
  return `/sso/${slug}/start?${new URLSearchParams({ test: '', ...again, returnTo })}`
}

/** Whole days until a moment; negative when it is over. */
export const daysUntil = (at: string, now: number = Date.now()): number =>
  Math.floor((new Date(at).getTime() - now) / 86_400_000)

/** The certificate that decides when sign-ins end: of those that are believed the one that lasts longest. */
export const lastCertificate = ({ certificates }: Pick<Provider, 'certificates'>) =>
  certificates.toSorted((a, b) => (a.notAfter < b.notAfter ? 1 : -1))[0]
