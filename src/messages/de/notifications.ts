import type { notifications as english } from '../en/notifications.ts'
import type { Translation } from '../translation.ts'

/** E-Mails über Handlungsbedarf: ruhige Sätze, keine Namen von Personen. */
export const notifications: Translation<typeof english> = {
  'notice.subject': '{name}: {count}-mal Handlungsbedarf',
  'notice.subject-one': '{name}: {what}',
  'notice.lead': '{name} hat etwas gefunden, um das sich jemand kümmern muss:',
  'notice.more': 'Und {count} weitere. In der Liste der Administration stehen alle.',
  'notice.more-one': 'Und eines mehr. In der Liste der Administration stehen alle.',
  'notice.why':
    'Sie erhalten diese E-Mail, weil Ihre Adresse bei {url} in der Liste der Empfänger steht. Was Sie erhalten, kann die Administration unter Einstellungen ändern.',
  'notice.test-subject': '{name}: eine Test-E-Mail',
  'notice.test': 'Das ist ein Test: E-Mails von {name} ({url}) kommen hier an. Es gibt keinen Handlungsbedarf.',

  'notice.title.certificate.expiring': 'ein Zertifikat läuft bald ab',
  'notice.title.withdrawals.paused': 'das Entziehen von Rollen ist angehalten',
  'notice.title.person.waiting': 'jemand wartet auf Freigabe',
  'notice.title.key.waiting': 'ein neuer Signaturschlüssel wartet auf Freigabe',
  'notice.title.refusals.jumped': 'viele Anmeldungen werden abgelehnt',
  'notice.title.refusals.calmed': 'Anmeldungen laufen wieder wie gewohnt',
  'notice.title.metadata.failed': 'Metadaten konnten nicht aufgefrischt werden',
  'notice.title.work.new': 'es gibt neuen Handlungsbedarf',
  'notice.title.channel.failing': 'eine Benachrichtigung konnte nicht zugestellt werden',

  'notice.certificate.expiring':
    'Das letzte Zertifikat von {provider} läuft am {date} ab. Von da an kann sich dort niemand anmelden, bis ein neues bekannt ist.',
  'notice.certificate.expiring-own':
    'Unser eigenes Zertifikat läuft am {date} ab. Erzeugen Sie ein neues und teilen Sie es den Identitätsanbietern vor diesem Tag mit.',
  'notice.withdrawals.paused':
    '{provider} würde mehr Personen Rollen entziehen, als die Sicherheitsgrenze erlaubt. In dieser Stunde wird nichts weiter entzogen, bis jemand nachgesehen hat.',
  'notice.person.waiting': 'Personen, die über {provider} kamen, warten auf Freigabe: {count}.',
  'notice.person.waiting-own': 'Personen warten auf Freigabe: {count}.',
  'notice.key.waiting':
    'Die Metadaten von {provider} enthalten neue Signaturschlüssel, für die niemand bürgt ({count}). Ihnen wird nicht vertraut, bis jemand sie freigibt.',
  'notice.refusals.jumped':
    'Anmeldungen über {provider} werden weit öfter abgelehnt als sonst: {refused} von {all} innerhalb von {minutes} Minuten. Häufigste Codes: {codes}.',
  'notice.refusals.calmed': 'Anmeldungen über {provider} laufen wieder wie gewohnt.',
  'notice.metadata.failed':
    'Die Metadaten von {provider} konnten nicht aufgefrischt werden ({code}). Was vorher bekannt war, gilt weiter, und es wird jede Stunde neu versucht.',
  'notice.work.new': 'Neuer Handlungsbedarf bei {provider}: {count}.',
  'notice.work.new-own': 'Neuer Handlungsbedarf: {count}.',
  'notice.channel.failing':
    'Benachrichtigungen kamen einen Tag lang nicht an und wurden aufgegeben ({code}). Sehen Sie nach den Webhooks und den E-Mail-Einstellungen.',
}
