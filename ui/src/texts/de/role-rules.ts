import type { Texts } from '../dictionary.ts'
import type { roleRules as en } from '../en/role-rules.ts'

export const roleRules: Texts<typeof en> = {
  'role-rules.lead': 'Welche Gruppen der Identitätsanbieter welche Rollen geben.',
  'role-rules.group': 'Gruppe beim IdP',
  'role-rules.group-of': 'Gruppe der Zeile {place}',
  'role-rules.group-hint': 'der ganze Wert, wie er gesendet wird',
  'role-rules.role': 'Rolle',
  'role-rules.role-of': 'Rolle für {name}',
  'role-rules.role-hint': 'Rolle wählen',
  'role-rules.new-role': 'Neue Rolle …',
  'role-rules.row': 'Zeile {place}',
  'role-rules.gone': 'Wenn die Gruppe fehlt',
  'role-rules.gone-taken': 'die Rolle entfällt',
  'role-rules.gone-stays': 'die Rolle bleibt',
  'role-rules.gone-off': 'Gruppen werden nicht gelesen',
  'role-rules.gone-taken-text':
    'Bei der nächsten Anmeldung ohne die Gruppe entfällt die Rolle, wenn nichts anderes sie gibt. Von Hand erteilte Rollen bleiben.',
  'role-rules.gone-stays-text': 'Der Identitätsanbieter gibt Rollen nur; eine Rolle bleibt, wenn ihre Gruppe fehlt.',
  'role-rules.gone-off-text':
    'Der Identitätsanbieter frischt Gruppen bei der Anmeldung nicht auf, sodass diese Regel nichts tut.',
  'role-rules.never': 'kommt nie an',
  'role-rules.more-of': 'Mehr zu {name}',
  'role-rules.remove-of': '{name} entfernen',
  'role-rules.others': { one: 'oder {count} andere', other: 'oder {count} andere' },
  'role-rules.glob': 'Muster',
  'role-rules.protected': 'geschützt',
  'role-rules.add': 'Regel hinzufügen',
  'role-rules.new-rule': 'Neue Regel',
  'role-rules.none': 'Noch gibt keine Gruppe eine Rolle',
  'role-rules.none-text':
    'Fügen Sie eine Regel hinzu, oder beginnen Sie unten mit den Gruppen, die angekommen sind. Gruppen, die wie eine Rolle heißen, geben sie unter Umständen auch ohne Regel.',
  'role-rules.groups': 'Gruppen',
  'role-rules.groups-hint': 'Eine je Zeile, wie sie gesendet werden. Jede von ihnen gibt die Rolle.',
  'role-rules.match': 'Es sind Muster',
  'role-rules.match-hint': '* steht für beliebige Zeichen, ? für eines. Geschützte Rollen brauchen ganze Werte.',
  'role-rules.provider-hint': 'Nur Gruppen dieses Identitätsanbieters zählen.',
  'role-rules.takes-nothing': 'Das entzieht niemandem eine Rolle.',
  'role-rules.keeps': 'behält die Rolle aus einem anderen Grund',
  'role-rules.last-administrator':
    'Bei einer Anmeldung behält der letzte Administrator die Rolle, denn sonst gäbe es keinen mehr.',
  'role-rules.when-asked': 'Beim Speichern wird gefragt, ob es sofort oder bei der nächsten Anmeldung geschieht.',
  'role-rules.by-name': 'Gruppen, die wie eine Rolle heißen, geben sie ohne eine Zeile hier.',
  'role-rules.by-name-roles': 'Zuletzt: {roles}.',
  'role-rules.by-name-most': 'Zuletzt {count} Rollen, am häufigsten {roles}.',
  'role-rules.by-name-switch': 'Geschaltet wird es unter Personen und Gruppen, mit „{name}“, bei',
  'role-rules.unmatched': 'Gruppen, die ankamen und nichts geben',
  'role-rules.unmatched-text':
    'Keine Regel und keine gleichnamige Rolle hat sie getroffen. Ein Klick macht eine Regel daraus; gespeichert wird noch nichts.',
  'role-rules.unmatched-none': 'Jede Gruppe, die ankam, gibt etwas oder wird übergangen.',
  'role-rules.unmatched-hidden': {
    one: '{count} Gruppe. Ihre Rechte reichen nicht aus, um zu lesen, was ankam.',
    other: '{count} Gruppen. Ihre Rechte reichen nicht aus, um zu lesen, was ankam.',
  },
  'role-rules.no-groups':
    'Keine Anmeldung über {provider} brachte Gruppen. Sehen Sie nach, aus welchem Attribut sie gelesen werden.',
  'role-rules.overage': {
    one: '{provider} hatte einmal zu viele Gruppen zum Senden; dann wird nichts entzogen.',
    other: '{provider} hatte {count}-mal zu viele Gruppen zum Senden; dann wird nichts entzogen.',
  },
  'role-rules.map': 'Rolle geben …',
  'role-rules.map-of': 'Rolle geben für {name}',
  'role-rules.meant': '{role} dafür geben statt für {wrong}, das nie ankommt',
  'role-rules.meant-too': '{role} auch dafür geben, wie für {other}',
  'role-rules.not-counted': 'noch nicht gezählt',
  'role-rules.unmatched-nothing-yet': 'Noch ist keine Gruppe angekommen.',
}
