import type { worklist as english } from '../en/worklist.ts'
import type { Translation } from '../translation.ts'

/** Handlungsbedarf. */
export const worklist: Translation<typeof english> = {
  'worklist.dropped': 'Worum es ging, ist nicht mehr vorhanden: Die Aufbewahrungsfrist ist abgelaufen.',
  'worklist.of-one': '{who}: {sentence}',
  'worklist.email-of': 'Die E-Mail-Adresse, die ankam, gehört schon {owner}; {subject} behält den Wert.',
  'worklist.group-unknown':
    'Die Gruppe {group} bedeutet hier nichts: Es gibt weder eine Regel dafür noch eine Rolle dieses Namens.',
  'worklist.person-waiting': '{name} ({login}) wartet auf Freigabe.',
  'worklist.key-waiting': 'Ein neuer Signaturschlüssel wartet auf Freigabe: {fingerprint}',
  'worklist.certificate-expiring':
    'Das Zertifikat {fingerprint} läuft am {notAfter} ab, und es gibt kein nachfolgendes.',
  'worklist.refusals-high':
    'Anmeldungen mit diesem Identitätsanbieter werden weit öfter abgelehnt als sonst: {refused} von {all} innerhalb einer Viertelstunde.',
  'worklist.by-name': 'denselben Namen',
  'worklist.by-email': 'dieselbe E-Mail-Adresse',
  'worklist.people-alike': 'Mehrere Kontakte haben {by}: {text}',
}
