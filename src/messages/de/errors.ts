import type { errors as english } from '../en/errors.ts'
import type { Translation } from '../translation.ts'

/** Fehlerseiten: für alle. */
export const errors: Translation<typeof english> = {
  'error.sign-on.title': 'Wir konnten Sie nicht anmelden',
  'error.sign-on.text': 'Es wurde nichts geändert, und mit Ihrem Computer ist alles in Ordnung.',
  'error.sign-on.do':
    'Versuchen Sie es noch einmal von vorn. Wenn es wieder geschieht, nennen Sie Ihrer Administration die Referenz unten.',
  'error.pending.title': 'Ihr Zugang wartet auf Freigabe',
  'error.pending.text': 'Sie haben sich richtig angemeldet. Die Administration muss Sie noch freigeben.',
  'error.pending.do':
    'Versuchen Sie es später noch einmal, oder fragen Sie Ihre Administration und nennen Sie die Referenz unten.',
  'error.400.title': 'Diese Anfrage kann nicht beantwortet werden',
  'error.400.text': 'Etwas darin war nicht so, wie es sein soll.',
  'error.400.do': 'Gehen Sie zurück zum Anfang und versuchen Sie es noch einmal.',
  'error.401.title': 'Bitte melden Sie sich an',
  'error.401.text': 'Diese Seite ist für angemeldete Personen.',
  'error.401.do': 'Melden Sie sich an und kommen Sie wieder.',
  'error.403.title': 'Das dürfen Sie nicht',
  'error.403.text': 'Dafür sind Rechte nötig, die Sie nicht haben.',
  'error.403.do': 'Wenn Sie sie brauchen, fragen Sie Ihre Administration.',
  'error.403.me': 'Mein Kontakt',
  'error.403.other': 'Als jemand anderes anmelden',
  'error.403.demo': 'In der Demo darf Ada Admin die Seiten der Administration sehen.',
  'error.sign-out.title': 'Diese Abmeldung konnte nicht abgeschlossen werden',
  'error.sign-out.text': 'Hier wurde nichts geändert, und mit Ihrem Computer ist alles in Ordnung.',
  'error.sign-out.do':
    'Melden Sie sich sicherheitshalber mit der Schaltfläche auf unseren Seiten ab, oder schließen Sie den Browser. Wenn es wieder geschieht, nennen Sie Ihrer Administration die Referenz unten.',
  'error.acs.title': 'Diese Adresse ist nicht zum Aufrufen da',
  'error.acs.text':
    'Sie nimmt Antworten Ihres Identitätsanbieters entgegen. Browser bringen sie von selbst hierher, während sich jemand anmeldet.',
  'error.acs.do': 'Beginnen Sie zum Anmelden auf der Anmeldeseite.',
  'error.404.title': 'Hier ist nichts',
  'error.404.text': 'Vielleicht ist die Adresse falsch geschrieben, oder es gibt nicht mehr, was hier war.',
  'error.404.do': 'Gehen Sie zurück zum Anfang.',
  'error.409.title': 'Jemand war schneller',
  'error.409.text': 'Was Sie ändern wollten, wurde inzwischen geändert. Von Ihnen wurde nichts gespeichert.',
  'error.409.do': 'Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'error.413.title': 'Das ist zu viel auf einmal',
  'error.413.text': 'Das Gesendete ist größer als alles, was diese Seite annimmt.',
  'error.413.do':
    'Gehen Sie zurück und senden Sie weniger. Wenn Sie sich nur anmelden wollten, nennen Sie Ihrer Administration die Referenz unten.',
  'error.429.title': 'Zu viele Anfragen',
  'error.429.text': 'Aus Ihrem Netz kam innerhalb einer Minute sehr viel.',
  'error.429.do': 'Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
  'error.500.title': 'Hier ist etwas schiefgegangen',
  'error.500.text': 'Es liegt nicht an Ihnen. Was Sie wollten, wurde nicht ausgeführt.',
  'error.500.do':
    'Versuchen Sie es noch einmal. Wenn es wieder geschieht, nennen Sie Ihrer Administration die Referenz unten.',
  'error.503.title': 'Wir sind gerade nicht erreichbar',
  'error.503.text': 'Ein Teil dieses Dienstes antwortet nicht.',
  'error.503.do': 'Versuchen Sie es in einigen Minuten noch einmal.',
  'error.cookie.text':
    'Zum Anmelden wird ein Cookie dieser Website gebraucht, und Ihr Browser hat es nicht mitgebracht.',
  'error.cookie.do': 'Erlauben Sie Cookies für diese Website und versuchen Sie es dann noch einmal von vorn.',
  'error.origin.text': 'Das Formular wurde nicht von einer unserer Seiten gesendet und deshalb nicht ausgeführt.',
  'error.reference': 'Referenz',
  'error.again': 'Noch einmal versuchen',
  'error.start': 'Zum Anfang',
}
