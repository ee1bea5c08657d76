import type { local as english } from '../en/local.ts'
import type { Translation } from '../translation.ts'

/** Der erste Administrator, und die Anmeldung ohne Identitätsanbieter. */
export const local: Translation<typeof english> = {
  'first.title': 'Der erste Administrator',
  'first.lead':
    'Hier ist noch niemand. Wählen Sie den Anmeldenamen eines Administrators, der keinen Identitätsanbieter braucht: Damit richten Sie alles ein, und damit kommen Sie an dem Tag hinein, an dem sonst nichts geht.',
  'first.token': 'Was in dem Link, den der Server ausgegeben hat, hinter dem # steht',
  'first.login': 'Anmeldename',
  'first.button': 'Anlegen und anmelden',
  'first.or': 'Oder ohne Passwort:',
  'first.passkey': 'Stattdessen einen Passkey verwenden',
  'first.gone':
    'Dieser Link wurde schon benutzt oder ist zu alt. Der Server gibt bei jedem Start einen neuen aus; oder auf seinem Rechner: jitup admin create LOGIN.',
  'first.taken-title': 'Auf diesem Server gibt es schon jemanden',
  'first.taken':
    'Der Link für den ersten Administrator endet mit der ersten Person. Waren das nicht Sie, legen Sie auf dem Rechner des Servers einen Administrator an: jitup admin create LOGIN.',
  'first.wrong-login': 'Das kann kein Anmeldename sein. Er ist eine Zeile mit höchstens 256 Zeichen.',
  'sign-in.first-title': 'Es gibt noch keinen Administrator',
  'sign-in.first':
    'Beim Start gibt der Server einen Link für den ersten Administrator aus: Öffnen Sie ihn innerhalb einer halben Stunde. Oder auf dem Rechner des Servers: jitup admin create LOGIN.',
  'sign-in.local': 'Ohne Identitätsanbieter anmelden',

  'local.login': 'Anmeldename',
  'local.password': 'Passwort',
  'local.passkey': 'Einen Passkey verwenden',
  'local.for': 'Für Administratoren, die keinen Identitätsanbieter brauchen.',
  'local.by-link': 'Mit einem Link der Befehlszeile',
  'local.by-link-text':
    'Wer Passwort und Passkey verloren hat, bekommt auf dem Rechner des Servers einen Link: jitup admin reset LOGIN.',
  'local.use-link': 'Den Link benutzen',
  'local.wrong': 'Anmeldename und Passwort gehören nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.',
  'local.wrong-passkey':
    'Mit diesem Passkey kann sich hier niemand anmelden. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
  'local.locked':
    'Zu viele falsche Passwörter. Versuchen Sie es nach {time} noch einmal. Ein Passkey oder ein Link der Befehlszeile geht auch jetzt.',
  'local.again-title': 'Weisen Sie sich aus',
  'local.again': 'Für das, was Sie vorhaben, melden Sie sich noch einmal an.',

  'password.new': 'Neues Passwort',
  'password.again': 'Noch einmal dasselbe',
  'password.hint': 'Mindestens {least} Zeichen, gleich welche. Ein paar Wörter sind gut.',
  'password.short': 'Ein Passwort hat mindestens {least} Zeichen. Ein paar Wörter sind gut.',
  'password.long': 'Ein Passwort hat höchstens {most} Zeichen.',
  'password.unusable': 'Ein Passwort enthält keine Steuerzeichen.',
  'password.login': 'Das ist kaum mehr als der Anmeldename.',
  'password.common': 'Das gehört zu dem, was jeder zuerst versucht.',
  'password.differ': 'Die beiden sind nicht gleich.',

  'passkey.create-title': 'Einen Passkey anlegen',
  'passkey.create':
    'Ihr Gerät oder Sicherheitsschlüssel bittet Sie um Bestätigung. Der Passkey bleibt dort; hier bleibt nur, womit er geprüft wird.',
  'passkey.get-title': 'Verwenden Sie Ihren Passkey',
  'passkey.get': 'Ihr Gerät oder Sicherheitsschlüssel bittet Sie um Bestätigung.',
  'passkey.start': 'Weiter mit dem Passkey',
  'passkey.back': 'Einen anderen Weg wählen',
  'passkey.failed': 'Es ist nicht zu Ende gekommen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
  'passkey.unsupported': 'Dieser Browser kann hier keine Passkeys verwenden. Wählen Sie einen anderen Weg.',
  'passkey.needs-script': 'Passkeys brauchen JavaScript. Wählen Sie einen anderen Weg.',
  'passkey.refused':
    'Dieser Passkey konnte nicht angenommen werden. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',

  'credentials.title': 'Wie Sie sich anmelden',
  'credentials.lead':
    'Ein Passwort oder ein Passkey für Sie selbst, damit Sie beim nächsten Mal keinen Link brauchen. Sie können es auch später tun.',
  'credentials.skip': 'Weiter zur Administration',
  'credentials.password': 'Passwort',
  'credentials.password-none': 'Es gibt keines.',
  'credentials.password-since': 'Gesetzt am {time}.',
  'credentials.password-set': 'Das Passwort setzen',
  'credentials.passkeys': 'Passkeys',
  'credentials.passkeys-none': 'Es gibt keinen.',
  'credentials.passkey-added': 'hinzugefügt am {time}',
  'credentials.passkey-remove': 'Entfernen',
  'credentials.passkey-name': 'Ein Name dafür',
  'credentials.passkey-add': 'Einen Passkey hinzufügen',
  'credentials.done-password': 'Das Passwort ist gesetzt. Ihre anderen Sitzungen sind beendet.',
  'credentials.done-passkey': 'Der Passkey ist hinzugefügt.',
  'credentials.done-removed': 'Der Passkey ist entfernt. Ihre anderen Sitzungen sind beendet.',
}
