import type { Texts } from '../dictionary.ts'
import type { revisions as en } from '../en/revisions.ts'

export const revisions: Texts<typeof en> = {
  'revisions.lead':
    'Jede Änderung der Attributzuordnung, der Gruppenzuordnung und der Regeln von Identitätsanbietern ist eine Version. Nichts geht verloren.',
  'revisions.none': 'Noch gibt es keine Version',
  'revisions.none-text': 'Die erste Änderung der Regeln macht eine.',
  'revisions.version': 'Version',
  'revisions.number': 'Version {number}',
  'revisions.at': 'Wann',
  'revisions.by': 'Durch',
  'revisions.what': 'Was sich änderte',
  'revisions.added': { one: '{count} hinzugefügt', other: '{count} hinzugefügt' },
  'revisions.changed': { one: '{count} geändert', other: '{count} geändert' },
  'revisions.removed': { one: '{count} entfernt', other: '{count} entfernt' },
  'revisions.nothing': 'Nichts ist anders.',
  'revisions.in-force': 'gilt',
  'revisions.since': 'Was sie anders sagt als Version {number}',
  'revisions.compare': 'Mit Version vergleichen',
  'revisions.more': 'Es gibt mehr, als hier gezeigt wird.',
  'revisions.see': 'Ansehen',
  'revisions.of-converter': 'Attributzuordnung',
  'revisions.of-role-rule': 'Gruppenzuordnung',
  'revisions.of-provider': 'Identitätsanbieter',
  'revisions.restore': 'Zu dieser Version zurück',
  'revisions.restore-title': 'Zurück zu Version {number}?',
  'revisions.restore-text':
    'Die Regeln werden wieder, was sie damals waren. Das ist eine neue Version; die dazwischen bleiben verzeichnet.',
  'revisions.restore-do': 'Zurück',
  'revisions.undo': 'Nur diese Änderung zurücknehmen',
  'revisions.undo-title': 'Zurücknehmen, was Version {number} geändert hat?',
  'revisions.undo-text': 'Nur was diese Version geändert hat, wird zurückgenommen. Was später geändert wurde, bleibt.',
  'revisions.undo-do': 'Zurücknehmen',
  'revisions.stays': 'Dies bleibt, wie es ist',
  'revisions.widens': 'Identitätsanbieter dürfen wieder mehr',
  'revisions.widens-confirm': 'Ja, das dürfen sie',
}
