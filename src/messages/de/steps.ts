import type { steps as english } from '../en/steps.ts'
import type { Translation } from '../translation.ts'

/** Wie weit eine Anmeldung kam. */
export const steps: Translation<typeof english> = {
  'step.receive': 'Empfang der Nachricht',
  'step.transport': 'Größe und Kodierung',
  'step.gate': 'verbotenes Markup',
  'step.parse': 'Lesen des XML',
  'step.schema': 'Form der Nachricht',
  'step.shape': 'Form der Signatur',
  'step.decryption': 'Entschlüsselung, wo verschlüsselt ist',
  'step.signature': 'Prüfung der Signatur',
  'step.reparse': 'Lesen des Signierten',
  'step.protocol': 'Empfänger, Zeiten, Anfrage',
  'step.envelope': 'Signatur der Response, wo sie verlangt wird',
  'step.status': 'Status',
  'step.issuer': 'Aussteller (Issuer)',
  'step.destination': 'Ziel (Destination)',
  'step.audience': 'Zielgruppe (Audience)',
  'step.confirmation': 'Bestätigung: Empfänger, Zeit, Anfrage',
  'step.conditions': 'Bedingungen: gültig ab, gültig bis',
  'step.age': 'Alter',
  'step.authentication': 'wie sich die Person angemeldet hat',
  'step.name-id': 'NameID',
  'step.logout': 'Single Logout',
  'step.consume': 'einmalige Verwendung der Nachricht',
  'step.plan': 'die Regeln',
}
