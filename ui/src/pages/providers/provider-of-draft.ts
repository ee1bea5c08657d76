import type { Given } from '../../api.ts'
import { sourceOf } from './metadata-source.tsx'
import type { WizardDraft } from './wizard-draft.ts'

/** The part of the draft that can be changed later. */
function policyOf(draft: WizardDraft) {
  const allowed = { create: draft.create, update: draft.update }
  const none = { create: false, update: false }
  return {
    name: draft.name.trim(),
    userType: draft.userType,
    employees: draft.userType === 'employee' ? allowed : none,
    external: draft.userType === 'external' ? allowed : none,
    roles: draft.roles,
    link: linkOf(draft),
  }
}

function linkOf({ matching, matchAttribute }: WizardDraft): NonNullable<Given<'providerInput'>['link']> {
  if (matching === 'email') return [{ by: 'email', attribute: matchAttribute.trim() }]
  return matching === 'login' ? [{ by: 'login', from: 'NameID' }] : []
}

/** The provider that the draft makes: switched off, so that it is tried before anybody comes by it. */
export function newProvider(draft: WizardDraft): Given<'providerInput'> {
  const entityId = draft.entityId.trim()
  return {
    ...policyOf(draft),
    ...sourceOf(draft),
    ...(entityId === '' ? {} : { entityId }),
    slug: draft.slug,
    preset: draft.preset as Given<'providerInput'>['preset'],
    enabled: false,
  }
}

/** What the draft changes of the provider that it has made already. */
export const changedProvider = (draft: WizardDraft): Given<'providerPatch'> => ({
  ...policyOf(draft),
  ...sourceOf(draft),
  preset: draft.preset as Given<'providerPatch'>['preset'],
})
