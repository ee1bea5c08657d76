import type { Texts } from '../dictionary.ts'
import type { audit as en } from '../en/audit.ts'

export const audit: Texts<typeof en> = {
  'audit.lead': 'Was Administratoren, Programme und jitup selbst getan haben. Kennungen und Zahlen, nie Werte.',
  'audit.download': 'Alles herunterladen',
  'audit.show': 'Zeigen',
  'audit.show-all': 'Alles',
  'audit.show-trust': 'Änderungen des Vertrauens',
  'audit.none': 'Noch ist nichts verzeichnet',
  'audit.none-text': 'Was hier geändert wird, wird vermerkt, ebenso jedes Lesen von Attributwerten.',
  'audit.at': 'Wann',
  'audit.by': 'Wer',
  'audit.kind': 'Art',
  'audit.about': 'Zur Kennung',
  'audit.what': 'Was',
  'audit.objects': 'Woran',
  'audit.version': 'Version',
  'audit.provider': 'Identitätsanbieter',
  'audit.facts': 'Tatsachen',
  'audit.more': { one: 'und {count} weitere', other: 'und {count} weitere' },
}
