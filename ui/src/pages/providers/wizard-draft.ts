import { useCallback, useState } from 'react'
import type { Shape } from '../../api.ts'

export const wizardSteps = ['product', 'ours', 'theirs', 'people', 'test'] as const
export type WizardStep = (typeof wizardSteps)[number]

/** How people who are here already are found again. */
export type Matching = 'none' | 'email' | 'login'

/** What was entered so far. It has no secrets: metadata is what partners publish. */
export interface WizardDraft {
  readonly preset: string | null
  readonly name: string
  readonly slug: string
  /** False: the slug follows the name. */
  readonly slugTyped: boolean
  readonly from: 'url' | 'file' | 'paste'
  readonly metadataUrl: string
  readonly metadata: string
  readonly fileName: string
  /** Of a federation's list: which partner is meant. */
  readonly entityId: string
  readonly facts: Shape<'metadataFacts'> | null
  readonly userType: 'employee' | 'external'
  readonly create: boolean
  readonly update: boolean
  readonly roles: 'off' | 'sync'
  readonly matching: Matching
  readonly matchAttribute: string
  /** The provider, once it is saved. */
  readonly made: string | null
}

export const emptyDraft: WizardDraft = {
  preset: null,
  name: '',
  slug: '',
  slugTyped: false,
  from: 'url',
  metadataUrl: '',
  metadata: '',
  fileName: '',
  entityId: '',
  facts: null,
  userType: 'employee',
  create: true,
  update: true,
  roles: 'sync',
  matching: 'none',
  matchAttribute: '',
  made: null,
}

const key = 'jitup-new-provider'

/** What was entered before a reload, or before the browser went to the identity provider and came back. */
export function readDraft(): WizardDraft {
  const kept = window.sessionStorage.getItem(key)
  return kept === null ? emptyDraft : { ...emptyDraft, ...(JSON.parse(kept) as Partial<WizardDraft>) }
}

export const forgetDraft = (): void => window.sessionStorage.removeItem(key)

/** The draft of the wizard; every change of it outlasts a reload of this tab. */
export function useWizardDraft() {
  const [draft, setDraft] = useState(readDraft)
  const change = useCallback((fields: Partial<WizardDraft>) => {
    const next = { ...readDraft(), ...fields }
    window.sessionStorage.setItem(key, JSON.stringify(next))
    setDraft(next)
  }, [])
  return [draft, change] as const
}

/** A name in the URL made of a name for people. */
export const slugFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9\p{M}]+/gu, '-')
    .replace(/\p{M}/gu, '')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')

/** Until where the steps are open: the first one whose input is missing. */
export function openUntil(draft: WizardDraft): WizardStep {
  if (draft.made !== null) return 'test'
  if (draft.preset === null || !isSlug(draft.slug) || draft.name.trim() === '') return 'product'
  return draft.facts === null ? 'theirs' : 'people'
}

/** `new` would be the wizard's own address. */
export const isSlug = (slug: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(slug) && slug !== 'new'
