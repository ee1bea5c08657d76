import type { explain as english } from '../en/explain.ts'
import type { Translation } from '../translation.ts'

/** Warum es so ist: Sätze über eine Anmeldung der Vergangenheit. */
export const explain: Translation<typeof english> = {
  'explain.refused': 'Die Anmeldung wurde abgelehnt: {reason}',
  'explain.let-in': 'Die Person wurde eingelassen.',
  'explain.unchanged': 'Die Person wurde eingelassen, und nichts musste sich ändern.',
  'explain.replayed':
    'Niemand hat sich angemeldet: Die Regeln wurden noch einmal auf das angewandt, was eine frühere Anmeldung gebracht hatte.',
  'explain.undone': 'Niemand hat sich angemeldet: Etwas wurde zurückgenommen.',
  'explain.tested': 'Es war ein Test: Niemand wurde eingelassen, und nichts wurde geschrieben.',
  'scenario.note-redacted': 'Einiges von dem, was ankam, wurde geschwärzt: Diese Werte stehen als [redacted] da.',
  'scenario.note-plan-differs':
    'Der Plan jenes Tages war ein anderer: Über das Verzeichnis von damals ist nicht mehr alles bekannt.',
  'scenario.note-made-up-differs':
    'Mit erfundenen Werten ergibt sich ein anderer Plan als mit den echten. Behalten Sie die Werte, oder berichtigen Sie die Dateien.',
  'explain.kept-redacted': 'Die Werte von {attributes} werden nicht aufbewahrt.',
  'explain.kept-age': 'Was ankam, ist nicht mehr vorhanden: Die Aufbewahrungsfrist ist abgelaufen.',
  'explain.kept-off': 'Was ankam, wurde nicht aufbewahrt: So wollen es die Einstellungen.',
  'explain.kept-erased': 'Davon ist nichts mehr da: Die Daten der Person wurden gelöscht.',
  'explain.kept-unverified': 'Nichts davon wurde geglaubt, also wurde nichts davon aufbewahrt.',
  'explain.skipped': '{column} bleibt: {reason}',
  'explain.why-condition': 'Eine Zeile zählt nicht, wegen ihrer Bedingung zu {attribute}.',
  'explain.why-later': 'Eine Zeile davor hat schon entschieden.',
  'explain.why-absent': 'Das Attribut {attribute} kam nicht an.',
  'explain.why-empty': 'Das Attribut {attribute} kam ohne Wert an.',
  'explain.why-unusable': 'Was ankam, kann dort kein Wert sein.',
  'explain.why-same': 'Der Wert war schon derselbe.',
  'explain.why-same-or-held': 'Der Wert war schon derselbe, oder die Zeile lässt stehen, was da ist.',
  'explain.use-column': 'füllt {column}',
  'explain.use-column-not': 'würde {column} füllen, etwas davor hat es aber schon getan',
  'explain.use-condition': 'entscheidet, ob eine Zeile für {column} zählt',
  'explain.use-roles': 'bringt Gruppen',
  'explain.use-overage-mark': 'sagt, dass es mehr Gruppen gibt, als gesendet wurden',
  'explain.use-login': 'gibt den Anmeldenamen',
  'explain.use-subject': 'sagt, wer es ist',
  'explain.rule-one': 'Die Spalte {column} wird aus dem Attribut {attribute} gefüllt',
  'explain.rule-several': 'Die Spalte {column} wird aus dem ersten dieser Attribute gefüllt, das ankommt: {attributes}',
  'explain.rule-template': '{column} wird nach der Vorlage {template} gebildet',
  'explain.rule-fixed': '{column} ist immer {default}',
  'explain.rule-steps': ', durch ihre Bereinigungsschritte',
  'explain.rule-default': ', sonst mit {default}',
  'explain.rule-condition': ', wo {attribute} es so sagt',
  'explain.somebody': 'jemandem',
  'explain.value-filled': '{column} wurde {after}.',
  'explain.value-changed': '{column} wurde von {before} zu {after}.',
  'explain.value-cleared': '{column} hat {before} verloren.',
  'explain.by-claim': 'Das Attribut {attribute} sagte es bei einer Anmeldung mit {provider}.',
  'explain.by-claim-mapping':
    '{from} kam bei einer Anmeldung mit {provider} in {attribute} an; die Attributzuordnung machte daraus {after}.',
  'explain.by-claim-entry':
    '{from} kam bei einer Anmeldung mit {provider} in {attribute} an, ein anderer Name von {after}.',
  'explain.by-claim-fall-back':
    '{from} kam bei einer Anmeldung mit {provider} in {attribute} an und ist kein Eintrag; {after} steht dafür.',
  'explain.by-claim-mapping-unseen':
    'Die Attributzuordnung machte {after} aus dem, was bei einer Anmeldung mit {provider} in {attribute} ankam.',
  'explain.by-claim-entry-unseen':
    'Was bei einer Anmeldung mit {provider} in {attribute} ankam, ist ein anderer Name von {after}.',
  'explain.by-claim-fall-back-unseen':
    'Was bei einer Anmeldung mit {provider} in {attribute} ankam, ist kein Eintrag; {after} steht dafür.',
  'explain.by-template': 'Es wurde aus dem gebildet, was bei einer Anmeldung mit {provider} ankam.',
  'explain.by-default': 'Es ist der Vorgabewert; {attribute} brachte nichts bei einer Anmeldung mit {provider}.',
  'explain.by-fixed': 'Eine Regel schreibt immer diesen Wert, bei einer Anmeldung mit {provider}.',
  'explain.by-cleared': 'Bei einer Anmeldung mit {provider} kam nichts an.',
  'explain.by-composed': 'Es wurde aus anderen Werten gebildet, bei einer Anmeldung mit {provider}.',
  'explain.by-split': 'Es wurde dem vollständigen Namen entnommen, bei einer Anmeldung mit {provider}.',
  'explain.by-person': 'Es wurde von {login} bearbeitet.',
  'explain.replaced-person': 'Es ersetzte {before}; das hatte {login} von Hand eingetragen.',
  'explain.by-import': 'Es wurde importiert.',
  'explain.by-scim': 'Es kam über SCIM.',
  'explain.by-undo': 'Eine Anmeldung wurde zurückgenommen, von {login}.',
  'explain.by-undo-run': 'Ein Lauf der Regeln wurde zurückgenommen, von {login}.',
  'explain.run': '{login} hat die Regeln noch einmal auf das angewandt, was jene Anmeldung gebracht hatte.',
  'explain.run-by-nobody': 'Die Regeln wurden noch einmal auf das angewandt, was jene Anmeldung gebracht hatte.',
}
