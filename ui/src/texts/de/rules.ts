import type { Texts } from '../dictionary.ts'
import type { rules as en } from '../en/rules.ts'

export const rules: Texts<typeof en> = {
  'rules.preview': 'Vorschau',
  'rules.preview-title': 'Vorschau: was eine frühere Anmeldung täte',
  'rules.preview-of': 'Anmeldung von {name}, {when}',
  'rules.other-sign-in': 'Andere Anmeldung',
  'rules.pick': 'Wessen Anmeldung?',
  'rules.pick-hint':
    'Ein Name, eine E-Mail-Adresse oder ein Anmeldename. Ohne Angabe die letzten Anmeldungen aller Personen.',
  'rules.no-sign-ins': 'Es gibt keine Anmeldungen, die sich erproben lassen.',
  'rules.needs-claims':
    'Eine Vorschau zeigt, was mit einer Anmeldung kam. Ihre Rechte reichen nicht aus, um das zu lesen.',
  'rules.provider': 'Identitätsanbieter',
  'rules.all-providers': 'Alle Identitätsanbieter',
  'rules.unsaved': {
    one: '{count} Änderung ist nicht gespeichert',
    other: '{count} Änderungen sind nicht gespeichert',
  },
  'rules.discard': 'Verwerfen',
  'rules.save-title': 'Was sich ändert',
  'rules.changed': 'geändert',
  'rules.more': { one: 'Und {count} weitere.', other: 'Und {count} weitere.' },
  'rules.usual-attributes': 'die üblichen, etwa memberOf und groups',
  'rules.nothing': 'nichts',
  'rules.not-set': 'nicht gesetzt',
  'rules.saved': 'Gespeichert als Version {revision}.',
  'rules.saved-counts': 'Sie gilt ab der nächsten Anmeldung.',
  'rules.taken': { one: '{count} Person genommen: {roles}.', other: '{count} Personen genommen: {roles}.' },
  'rules.taken-later': {
    one: '{count} Person verliert bei der nächsten Anmeldung, wenn keine andere Gruppe es gibt: {roles}.',
    other: '{count} Personen verlieren bei ihrer nächsten Anmeldung, wenn keine andere Gruppe es gibt: {roles}.',
  },
  'rules.returns': {
    one: '{count} Person hat {role} verloren und bekommt es bei der nächsten Anmeldung zurück, wenn die Gruppe noch ankommt.',
    other:
      '{count} Personen haben {role} verloren; jede bekommt es bei der nächsten Anmeldung zurück, wenn die Gruppe noch ankommt.',
  },
  'rules.last-administrator': 'der letzte Administrator behält sie, denn sonst gäbe es keinen mehr',
  'rules.last-administrator-now': 'Niemand wäre mehr Administrator, darum wird das abgelehnt.',
  'rules.nothing-saved': 'Nichts unterscheidet sich von dem, was gespeichert ist.',
  'rules.undone': 'Was Version {revision} geändert hat, wurde zurückgenommen.',
  'rules.withdrawals': {
    one: 'Das nimmt {count} Rollenvergabe weg, von {people} Person.',
    other: 'Das nimmt {count} Rollenvergaben weg, von {people} Personen.',
  },
  'rules.losses': {
    one: '{count} davon hat keinen anderen Grund.',
    other: '{count} davon haben keinen anderen Grund.',
  },
  'rules.inexact':
    'Manche dieser Personen haben vielleicht eine andere Gruppe, die sie noch gibt; das zeigt ihre nächste Anmeldung.',
  'rules.role-losses': { one: '{count} verliert sie, von {grants}', other: '{count} verlieren sie, von {grants}' },
  'rules.when': 'Wann?',
  'rules.at-next': 'Bei der nächsten Anmeldung jeder Person',
  'rules.at-next-hint': 'Wer eine andere Gruppe hat, die die Rolle gibt, behält sie.',
  'rules.at-once': 'Jetzt, bei allen',
  'rules.at-once-hint': 'Sie entfällt mit dieser Version.',
  'rules.confirm': {
    one: 'Ja, {count} Rollenvergabe jetzt wegnehmen, von {people} Person',
    other: 'Ja, {count} Rollenvergaben jetzt wegnehmen, von {people} Personen',
  },
  'late.title': 'Jemand anderes hat inzwischen gespeichert',
  'late.text': 'Von Ihren Änderungen geht nichts verloren. Seit Sie begonnen haben, wurde dies geändert:',
  'late.version': 'Version {revision}',
  'late.no-dispute': 'Ihre Änderungen und die anderen berühren sich nicht.',
  'late.disputes': 'Das haben Sie beide geändert',
  'late.mine': 'Meines behalten',
  'late.theirs': 'Das andere nehmen',
  'late.removed': 'entfernt',
  'late.kept': 'bleibt, mit Änderungen',
  'late.merge': 'Beides zusammenlegen',
  'author.user': 'eine Person',
  'author.token': 'ein API-Token',
  'author.token-named': 'API-Token {name}',
  'author.config': 'die Konfigurationsdatei',
  'author.system': 'jitup',
}
