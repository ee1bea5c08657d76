/** The part of a provider's pages in which a refusal is mended, by its code. */
export const tabOf = (code: string | null): 'certificates' | 'people' | 'troubleshooting' => {
  if (code !== null && /^(signature_(?!missing)|certificate_|metadata_|fetch_)/.test(code)) return 'certificates'
  return code !== null && /^(user_|role|link_|login_|not_in_pilot|contact_ambiguous)/.test(code)
    ? 'people'
    : 'troubleshooting'
}
