import type { Texts } from '../dictionary.ts'
import type { plan as en } from '../en/plan.ts'

export const plan: Texts<typeof en> = {
  'plan.decision-create': 'angelegt',
  'plan.decision-update': 'aktualisiert',
  'plan.decision-unchanged': 'unverändert',
  'plan.decision-refuse': 'abgewiesen',
  'plan.person': 'Person',
  'plan.user-created': 'Neuer Benutzer',
  'plan.identity-linked': 'Ab jetzt bekannt als',
  'plan.user-reactivated': 'Wieder eingeschaltet',
  'plan.contact-created': 'Neuer Kontakt',
  'plan.contact-new': 'ein Kontaktdatensatz',
  'plan.pending': 'wartet auf Freigabe',
  'plan.columns': 'Kontakt',
  'plan.entries': 'Nachschlagewerte',
  'plan.new': 'neu',
  'plan.gone': 'entfernt',
  'plan.roles': 'Rollen',
  'plan.role-granted': 'gegeben',
  'plan.role-withdrawn': 'genommen',
  'plan.role-created': 'neue Rolle',
  'plan.nothing': 'Nichts ändert sich.',
  'plan.problems': 'Hinweise',
  'plan.was': 'war',
  'plan.becomes': 'wird',
}
