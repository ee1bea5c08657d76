import { JitupError } from '../../../errors.ts'
import { METADATA, UI_INFO } from '../xml/namespaces.ts'
import { attributesOf, childOf, childrenOf, textOf, type XmlElement } from '../xml/tree.ts'

/** How an identity provider wants to be shown. */
export interface UiInfo {
  readonly displayName: string | null
  /** An https address or a `data:` picture of a few kilobytes. */
  readonly logo: string | null
}

const MAX_NAME = 250
const MAX_ADDRESS = 2000
const MAX_DATA = 16_384
const PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/

/** Name and logo from UIInfo, else the name of the Organization. Throws `metadata_invalid` for a script. Source: MDUI 2.1. */
export function uiInfoOf(entity: XmlElement, idp: XmlElement): UiInfo {
  const info = childOf(childOf(idp, METADATA, 'Extensions'), UI_INFO, 'UIInfo')
  const organization = childOf(entity, METADATA, 'Organization')
  const names = [
    ...(info === null ? [] : childrenOf(info, UI_INFO, 'DisplayName')),
    ...(organization === null ? [] : childrenOf(organization, METADATA, 'OrganizationDisplayName')),
  ]
  const english = names.find((name) =>
    attributesOf(name).some((one) => one.name === 'lang' && /^en\b/i.test(one.value)),
  )
  const name = english ?? names[0]
  const logos = info === null ? [] : childrenOf(info, UI_INFO, 'Logo').map((logo) => shownPicture(textOf(logo)))
  return {
    displayName: name === undefined ? null : textOf(name).trim().slice(0, MAX_NAME) || null,
    logo: logos.find((logo) => logo !== null) ?? null,
  }
}

/** The picture's address when a page may show it; null for what is only unfit. */
function shownPicture(text: string): string | null {
  const picture = text.replace(/\s+/g, '')
  if (PICTURE.test(picture)) return picture.length <= MAX_DATA ? picture : null
  return shownAddress(picture)
}

/**
 * An https address that a page may show; null for http and for none. Throws `metadata_invalid` for anything that is not a
 * web address at all: nobody publishes a script by mistake.
 */
export function shownAddress(text: string): string | null {
  const address = text.trim()
  if (address === '' || /^data:/i.test(address)) return null
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
    throw new JitupError(
      'metadata_invalid',
      'A page or picture in metadata must be a web address. One is something else.',
    )
  }
  return /^https:/i.test(address) && address.length <= MAX_ADDRESS && /^[!-~]+$/.test(address) ? address : null
}
