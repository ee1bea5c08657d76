import type { revisions as english } from '../en/revisions.ts'
import type { Translation } from '../translation.ts'

/** Versionen der Regeln. */
export const revisions: Translation<typeof english> = {
  'revision.added': 'Neu: {row}',
  'revision.removed': 'Entfallen: {row}',
  'revision.changed': '{row} Geändert: {fields}.',
  'revision.field': '{field} von {before} auf {after}',
  'revision.no-value': 'nichts',
  'revision.yes': 'ja',
  'revision.no': 'nein',
  'revision.rule': '{groups} gibt {role}{where}.',
  'revision.rule-several': 'Jede von {groups} gibt {role}{where}.',
  'revision.where': ', von {provider}',
  'revision.provider': 'Der Identitätsanbieter {provider}.',
  'revision.row_changed': '{row} Seitdem wieder geändert, bleibt deshalb ({fields}).',
  'revision.row_changed-whole': '{row} Seitdem geändert oder zurückgeholt, bleibt deshalb.',
  'revision.row_removed': '{row} Seitdem entfernt.',
  'revision.column_gone': '{row} Die Spalte {missing} gibt es nicht mehr.',
  'revision.role_gone': '{row} Die Rolle {missing} gibt es nicht mehr.',
  'revision.provider_gone': '{row} Der Identitätsanbieter {missing} wurde gelöscht.',
  'revision.row_clashes': '{row} Verträgt sich nicht mit den Zeilen, die jetzt da sind.',
  'revision.state_stays':
    '{row} Ob er eingeschaltet ist, bleibt, wie es ist: Das wird beim Identitätsanbieter umgestellt.',
  'revision.provider_stays': '{row} Er kam mit dieser Version und bleibt: Löschen Sie ihn, wenn das gemeint ist.',
  'revision.reach': 'Gruppen von {provider} dürfen {role} geben: eine Rolle, die nur Administratoren vergeben.',
  'revision.wider': '{provider} dürfte mehr als jetzt: {field}',
}
