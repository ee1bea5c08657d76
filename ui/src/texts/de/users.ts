import type { Texts } from '../dictionary.ts'
import type { users as en } from '../en/users.ts'

export const users: Texts<typeof en> = {
  'users.lead':
    'Alle, die sich anmelden dürfen oder darauf warten. Was über sie aufbewahrt wird, steht in ihrem Kontakt.',
  'users.login': 'Anmeldename',
  'users.type': 'Art',
  'users.type-employee': 'intern',
  'users.type-external': 'extern',
  'users.status': 'Zustand',
  'users.status-active': 'darf sich anmelden',
  'users.status-disabled': 'abgeschaltet',
  'users.status-pending': 'wartet auf Freigabe',
  'users.status-deleted': 'gelöscht',
  'users.created': 'Seit',
  'users.not-seen': 'Nicht gesehen seit',
  'users.days': { one: '{count} Tag', other: '{count} Tagen' },
  'users.none': 'Noch darf sich niemand anmelden',
  'users.none-text': 'Benutzer entstehen bei ihrer ersten Anmeldung.',
  'users.approve': 'Freigeben',
  'users.refuse': 'Ablehnen',
  'users.switch-on': 'Wieder einlassen',
  'users.switch-off': 'Abschalten',
  'users.switch-off-title': 'Diese Person abschalten?',
  'users.switch-off-text':
    '{name} kann sich nicht anmelden, bis jemand „{again}“ sagt. Wo die Person angemeldet ist, endet das jetzt. Ihr Kontakt und ihre Rollen bleiben.',
  'users.refuse-title': 'Diese Person ablehnen?',
  'users.refuse-text':
    '{name} kann sich nicht anmelden, bis jemand „{again}“ sagt. Was über die Person vorhanden ist und die Rollen, die sie haben sollte, bleiben.',
  'users.told-off': '{name} ist abgeschaltet.',
  'users.told-refused': '{name} wird nicht eingelassen.',
  'users.told-on': '{name} darf sich anmelden.',
}
