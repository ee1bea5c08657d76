import type { planView as english } from '../en/plan-view.ts'
import type { Translation } from '../translation.ts'

/** Was sich ändern wird: die Worte um die Sätze eines Plans. */
export const planView: Translation<typeof english> = {
  'plan.title': 'Was sich ändern wird',
  'plan.lead-create':
    '{login} ist hier neu. Mit der Bestätigung wird der Benutzer angelegt und der Kontakt ausgefüllt.',
  'plan.lead-update': '{login} ist hier bekannt. Die Bestätigung bewirkt: {changes}.',
  'plan.lead-unchanged':
    '{login} ist hier bekannt, und alles ist auf dem neuesten Stand. Die Bestätigung meldet nur an.',
  'plan.lead-refuse': 'Diese Anmeldung würde abgelehnt. Es würde sich nichts ändern.',
  'plan.changes': '{count} Änderungen',
  'plan.changes-one': 'eine Änderung',
  'plan.arrived': 'Was angekommen ist',
  'plan.arrived-lead': 'von {provider}, geprüft',
  'plan.nothing-arrived': 'Es wurde kein Attribut gesendet.',
  'plan.name-id': 'NameID',
  'plan.no-name-id': 'es wurde keine NameID gesendet',
  'plan.use-subject': 'sagt, wer es ist',
  'plan.use-login': 'Anmeldename',
  'plan.use-condition': 'entscheidet, welche Zeile zählt',
  'plan.use-roles': 'Gruppen',
  'plan.use-overage': 'sagt, dass Gruppen fehlen',
  'plan.use-fallback': '{column}, wenn nichts Besseres ankommt',
  'plan.contact': 'Der Kontakt, wie er sein wird',
  'plan.unchanged-values': 'Bleibt, wie es ist',
  'plan.stays-absent': 'bleibt: {attribute} wurde nicht gesendet',
  'plan.stays-empty': 'bleibt: {attribute} kam ohne Wert an',
  'plan.login': 'Anmeldename',
  'plan.user-new': 'neu: {userType}',
  'plan.roles': 'Rollen (Benutzergruppen)',
  'plan.role-granted': 'erteilt',
  'plan.role-withdrawn': 'entzogen',
  'plan.role-kept': 'bleibt',
  'plan.no-roles': 'Es wird keine Rolle erteilt oder entzogen.',
  'plan.groups-silent': 'Gruppen, die nichts bewirken: {count}',
  'plan.group-none': 'bewirkt hier nichts',
  'plan.group-ignored': 'in den Einstellungen des Identitätsanbieters übergangen',
  'plan.problems': 'Beachtenswert',
  'plan.unmapped': 'Angekommen, aber nicht verwendet',
  'plan.unmapped-lead':
    'Diese Attribute liest niemand. Eine Zeile in der Attributzuordnung bringt eines in eine Kontaktspalte.',
  'plan.map': 'Zuordnen: {attribute}',
  'plan.map-short': 'Zuordnen',
  'plan.confirm': 'Bestätigen und anmelden',
  'plan.confirm-lead':
    'Mit der Bestätigung wird genau das geschrieben, was hier steht, alles auf einmal, und Sie werden als {login} angemeldet. Hat sich inzwischen etwas geändert, wird nichts geschrieben, und Sie sehen zuerst das neue Ergebnis.',
  'plan.nothing-yet': 'Noch ist nichts geschrieben.',
  'plan.cancel': 'Jetzt nicht',
  'plan.replan': 'Laden Sie die Seite neu, nachdem Sie eine Regel geändert haben, um die Wirkung zu sehen.',
  'plan.stale':
    'Während Sie hier gelesen haben, hat sich etwas geändert. Das hier würde jetzt geschehen. Sehen Sie noch einmal hin, bevor Sie bestätigen.',
  'plan.changed-since': 'eben geändert',
  'plan.refused-title': 'Warum sie abgelehnt würde',
  'plan.gone-title': 'Dieses Ergebnis ist nicht mehr da',
  'plan.gone-text':
    'Es wurde schon bestätigt, ist älter als 15 Minuten oder gehört zu einem anderen Browser. Weiter wurde nichts geändert.',
  'plan.gone-again': 'Neu beginnen',
}
