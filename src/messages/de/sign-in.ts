import type { signIn as english } from '../en/sign-in.ts'
import type { Translation } from '../translation.ts'

/** An- und Abmelden: was allen begegnen kann. */
export const signIn: Translation<typeof english> = {
  'sign-in.title': 'Anmelden',
  'sign-in.lead': 'Wählen Sie, wo Sie Ihr Konto haben. Danach kommen Sie angemeldet hierher zurück.',
  'sign-in.button': 'Mit {provider} anmelden',
  'sign-in.email': 'Ihre dienstliche E-Mail-Adresse',
  'sign-in.email-lead': 'An ihr erkennen wir, wo Sie Ihr Konto haben. Danach kommen Sie angemeldet hierher zurück.',
  'sign-in.next': 'Weiter',
  'sign-in.or': 'Oder wählen Sie, wo Sie Ihr Konto haben',
  'sign-in.email-invalid': 'Das ist keine E-Mail-Adresse. Sie hat die Form name@firma.example.',
  'sign-in.email-unknown':
    'Mit Adressen von {domain} kann sich hier niemand anmelden. Prüfen Sie die Schreibweise oder wählen Sie unten, wo Sie Ihr Konto haben.',
  'sign-in.email-unknown-only':
    'Mit Adressen von {domain} kann sich hier niemand anmelden. Prüfen Sie die Schreibweise oder fragen Sie Ihre Administration.',
  'leave.title': 'Weiter zu {provider}',
  'leave.text': 'Dort melden Sie sich an. Falls nichts geschieht, gehen Sie selbst weiter.',
  'leave.go': 'Fortfahren',
  'test-link.title': 'Anmeldung mit {provider} erproben',
  'test-link.text':
    'Jemand aus Ihrem Kollegium bittet Sie, sich einmal anzumelden, damit die Verbindung geprüft werden kann. Es wird nichts gespeichert, und Sie werden hier nicht angemeldet.',
  'test-link.sees': 'Zu sehen ist dann, was {provider} über Sie mitteilt.',
  'test-link.token': 'Was im Link hinter dem # steht',
  'test-link.button': 'Weiter zu {provider}',
  'test-link.gone': 'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie um einen neuen.',
  'test-link.done-title': 'Vielen Dank',
  'test-link.done': 'Das war alles. Das Ergebnis ist angekommen; Sie können diese Seite schließen.',
  'local.title': 'Ohne Identitätsanbieter anmelden',
  'local.text': 'Für die Administration, mit dem Link, den die Befehlszeile ausgegeben hat. Er gilt ein einziges Mal.',
  'local.token': 'Was im Link hinter dem # steht',
  'local.button': 'Anmelden',
  'local.gone': 'Dieser Link wurde schon benutzt oder ist zu alt. Erzeugen Sie einen neuen: jitup admin reset LOGIN.',
  'signed-in.title': 'Sie sind bereits angemeldet',
  'signed-in.text':
    'Sie sind hier als {login} angemeldet. Sie kommen von {provider}; dort sind Sie vielleicht jemand anderes.',
  'signed-in.continue': 'Als {login} fortfahren',
  'proven.title': 'Das war es',
  'proven.text':
    'Sie haben sich noch einmal angemeldet. Schließen Sie dieses Fenster und machen Sie in dem weiter, aus dem Sie kamen.',
  'sign-in.none': 'Es ist noch kein Identitätsanbieter eingerichtet',
  'sign-in.none-lead': 'Bis dahin kann sich niemand anmelden.',
  'sign-in.none-admin':
    'Sie administrieren diese Installation? Richten Sie in der Administration einen ein, unter Identitätsanbieter.',
  'sign-in.none-first':
    'Sind Sie der Administrator? Kommen Sie zuerst über den Link herein; richten Sie dann in der Verwaltung unter Identitätsanbieter einen ein.',
  'sign-in.none-config':
    'Tragen Sie die Metadaten Ihres Identitätsanbieters in die Konfigurationsdatei ein, nennen Sie die Datei in JITUP_CONFIG und starten Sie neu:',
  'sign-in.none-name': 'Meine Firma',
  'sign-in.none-api': 'Oder senden Sie sie mit einem Token der Administration: POST /api/v1/providers.',
  'sign-in.off': 'Die Anmeldung ist abgeschaltet',
  'sign-in.off-lead': 'Alle Identitätsanbieter, die hier eingerichtet sind, sind abgeschaltet.',
  'sign-in.off-admin':
    'Sie administrieren diese Installation? Schalten Sie in der Administration einen ein, unter Identitätsanbieter.',
  'sign-in.off-first':
    'Sind Sie der Administrator? Kommen Sie zuerst über den Link herein; schalten Sie dann in der Verwaltung unter Identitätsanbieter einen ein.',
  'sign-in.off-config': 'Schalten Sie in der Konfigurationsdatei einen ein und starten Sie neu:',
  'sign-in.off-rest': 'alles andere, wie es ist',
  'sign-in.off-api': 'Oder mit einem Token der Administration: PATCH /api/v1/providers/SLUG mit {"enabled": true}.',
  'sign-in.admin-command':
    'Auf dem Rechner des Servers gibt jitup admin create LOGIN einen Link aus, der dorthin führt.',
  'sign-in.by-file': 'Mit der Konfigurationsdatei oder der API',
  'sign-in.none-person': 'Wenn Sie sich nur anmelden möchten, fragen Sie Ihre Administration.',
  'sign-in.demo-title': 'Zum Ausprobieren: zwei Minuten',
  'sign-in.demo-1': 'Wählen Sie „{button}“.',
  'sign-in.demo-2': 'Wählen Sie dort John Best. Ein Passwort wird nicht verlangt.',
  'sign-in.demo-3': 'Sehen Sie, was sich ändern wird und warum. Bestätigen Sie dann: Der Kontakt ist ausgefüllt.',
  'sign-in.demo-edit':
    'Ändern Sie danach, was der Identitätsanbieter über John sagt, melden Sie sich erneut an und sehen Sie genau diese Änderung.',
  'sign-in.demo-link': 'Personen beim Demo-Identitätsanbieter bearbeiten',
  'sign-in.demo-admin': 'Die Seiten der Administration sehen Sie, wenn Sie sich als Ada Admin anmelden.',
  'signed-out.title': 'Sie sind abgemeldet',
  'signed-out.text':
    'Diese Anwendung kennt Sie nicht mehr. Ihr Identitätsanbieter kennt Sie vielleicht noch; schließen Sie an einem gemeinsam genutzten Computer den Browser.',
  'signed-out.again': 'Erneut anmelden',
  'signed-out.waiting':
    'Hier sind Sie abgemeldet. Jetzt werden Sie auch bei {provider} abgemeldet. Das kann einen Moment dauern.',
  'signed-out.continue': 'Falls nichts geschieht: weiter zu {provider}',
  'signed-out.unconfirmed':
    'Hier sind Sie abgemeldet. {provider} hat nicht bestätigt, dass Sie auch dort abgemeldet sind; schließen Sie an einem gemeinsam genutzten Computer den Browser.',
  'signed-out.retry': 'Bei {provider} abmelden',
  'signed-out.everywhere': 'Sie sind hier und bei {provider} abgemeldet.',
  'signed-out.partial':
    'Sie sind hier und bei {provider} abgemeldet, dort wurden aber nicht alle anderen Anwendungen erreicht. Schließen Sie an einem gemeinsam genutzten Computer den Browser.',
  'logout-answer.title': 'Sie sind hier abgemeldet',
  'logout-answer.text': 'Diese Anwendung kennt Sie nicht mehr, wie Ihr Identitätsanbieter es verlangt hat.',
  'logout-answer.back': 'Zurück zum Identitätsanbieter',
}
