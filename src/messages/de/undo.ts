import type { undo as english } from '../en/undo.ts'
import type { Translation } from '../translation.ts'

/** Was beim Rückgängigmachen bleibt, wie es ist. */
export const undo: Translation<typeof english> = {
  'undo.by-sign-on': 'einer Anmeldung',
  'undo.by-person': 'jemandem von Hand',
  'undo.by-import': 'einem Import',
  'undo.by-scim': 'SCIM',
  'undo.by-undo': 'einem Zurücknehmen',
  'undo.by-replay': 'einem Lauf der Regeln',
  'undo.by-unknown': 'etwas, das nicht verzeichnet ist',
  'undo.value_changed': '{subject} wurde seitdem geändert, von {by}; der Wert bleibt',
  'undo.value_gone': '{subject}: Den früheren Wert gibt es nicht mehr; der jetzige bleibt',
  'undo.value_unknown': '{subject}: Der frühere Wert wurde nicht aufbewahrt; der jetzige bleibt',
  'undo.value_required': '{subject} darf nicht leer sein; der Wert bleibt',
  'undo.column_gone': 'Die Spalte {subject} gibt es nicht mehr',
  'undo.email_taken': '{subject}: Die frühere Adresse gehört inzwischen einem anderen Kontakt; die jetzige bleibt',
  'undo.grant_changed': '{subject} wurde seitdem erteilt oder entzogen, von {by}; es bleibt dabei',
  'undo.role_gone': 'Die Rolle gibt es nicht mehr ({subject})',
  'undo.role_protected': 'Über {subject} entscheidet nur die Administration; es bleibt dabei',
  'undo.role_not_allowed': 'Externe Benutzer können {subject} nicht haben',
  'undo.provider_gone': 'Der Identitätsanbieter, der {subject} erteilt hat, wurde gelöscht',
  'undo.last_administrator': 'Ohne {subject} könnte niemand mehr administrieren; es bleibt dabei',
  'undo.lookup_value_used': 'Der Wert {subject} bleibt, weil andere ihn benutzen',
  'undo.person_created':
    'Die Person ist mit dieser Anmeldung entstanden. Schalten Sie sie stattdessen ab oder löschen Sie ihre Daten',
  'undo.identity_linked': 'Die Person bleibt mit dem Identitätsanbieter verknüpft',
  'undo.user_deleted': 'Der Benutzer wurde gelöscht; nichts bringt ihn zurück',
}
