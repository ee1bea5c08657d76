import type { fixes as english } from '../en/fixes.ts'
import type { Translation } from '../translation.ts'

/** Was die Administration gegen eine Ablehnung oder einen Fehler tut. Reine Daten: Die Admin-Oberfläche lädt sie allein. */
export const fixes: Translation<typeof english> = {
  'fix.message_missing': 'Man beginnt auf der Anmeldeseite, nicht bei der Adresse für Antworten.',
  'fix.message_too_large': 'Lassen Sie den Identitätsanbieter weniger Attribute oder Gruppen senden.',
  'fix.message_not_base64': 'Prüfen Sie, was Nachrichten unterwegs verändert: ein Proxy oder eine Browser-Erweiterung.',
  'fix.message_not_utf8': 'Lassen Sie den Identitätsanbieter UTF-8 senden.',
  'fix.markup_forbidden': 'Kein Identitätsanbieter sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.xml_malformed': 'Wenn ein echter Identitätsanbieter das sendet, melden Sie es seinem Hersteller.',
  'fix.xml_too_complex': 'Lassen Sie den Identitätsanbieter weniger Gruppen senden. Sonst probiert jemand etwas.',
  'fix.xml_id_duplicate': 'Kein Identitätsanbieter sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.xml_id_forbidden': 'Kein Identitätsanbieter sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.schema_invalid': 'Der Befund nennt das Element. Prüfen Sie, ob der Identitätsanbieter SAML 2.0 spricht.',
  'fix.assertion_missing':
    'Prüfen Sie beim Identitätsanbieter, ob diese Anwendung für SAML 2.0 Web SSO eingerichtet ist.',
  'fix.assertion_several': 'Lassen Sie den Identitätsanbieter eine einzige Assertion senden.',
  'fix.signature_missing': 'Lassen Sie den Identitätsanbieter die Assertion, die Response oder beides signieren.',
  'fix.response_not_signed':
    'Lassen Sie den Identitätsanbieter Nachricht und Assertion signieren, oder schalten Sie „Die ganze Antwort muss signiert sein“ aus: Identitätsanbieter → Fehlersuche (requireSignedResponse).',
  'fix.signature_shape': 'Lassen Sie den Identitätsanbieter eine Enveloped Signature verwenden.',
  'fix.signature_reference': 'Kein ehrlicher Identitätsanbieter sendet das. Behandeln Sie es als Angriff.',
  'fix.signature_transform': 'Lassen Sie den Identitätsanbieter Exclusive Canonicalization verwenden.',
  'fix.algorithm_forbidden': 'Lassen Sie den Identitätsanbieter mit RSA-SHA256 oder besser signieren.',
  'fix.encryption_algorithm_forbidden':
    'Lassen Sie den Identitätsanbieter mit AES-GCM und RSA-OAEP (rsa-oaep-mgf1p) verschlüsseln.',
  'fix.encryption_cbc_unsigned':
    'Lassen Sie den Identitätsanbieter Nachricht und Assertion signieren oder mit AES-GCM verschlüsseln. Kann er beides nicht: eine Ausnahme bis zu einem Tag, den Sie wählen, unter Identitätsanbieter → Fehlersuche → Ausnahmen (cbc-unsigned).',
  'fix.decryption_key_missing':
    'Schalten Sie beim Identitätsanbieter die Verschlüsselung der Assertion für diese Anwendung ab.',
  'fix.decryption_failed':
    'Geben Sie dem Identitätsanbieter unsere jetzigen Metadaten aus Identitätsanbieter → Übersicht: Vielleicht hat er ein altes Zertifikat von uns.',
  'fix.signature_key_missing':
    'Lesen Sie die Metadaten des Identitätsanbieters neu ein: Identitätsanbieter → Zertifikate → Metadaten (metadata).',
  'fix.signature_key_weak': 'Lassen Sie den Identitätsanbieter einen RSA-Schlüssel von mindestens 2048 Bit verwenden.',
  'fix.signature_digest': 'Prüfen Sie, was Nachrichten unterwegs verändert. Sonst behandeln Sie es als Angriff.',
  'fix.signature_invalid':
    'Hat der Identitätsanbieter ein neues Zertifikat? Vielleicht wartet es auf Ihre Entscheidung: Identitätsanbieter → Zertifikate. Sonst lesen Sie dort seine Metadaten neu ein (metadata).',
  'fix.status_not_success': 'Sehen Sie in das Protokoll des Identitätsanbieters; der Befund nennt seinen Status.',
  'fix.issuer_mismatch':
    'Vergleichen Sie die Entity-ID im Befund mit „Deren Entity-ID“ unter Identitätsanbieter → Übersicht.',
  'fix.destination_mismatch':
    'Übertragen Sie „Unsere Adresse für Antworten (ACS)“ aus Identitätsanbieter → Übersicht zum Identitätsanbieter.',
  'fix.audience_mismatch':
    'Übertragen Sie „Unsere Entity-ID“ aus Identitätsanbieter → Übersicht zum Identitätsanbieter.',
  'fix.confirmation_method': 'Lassen Sie den Identitätsanbieter das Web-Browser-SSO-Profil verwenden.',
  'fix.recipient_mismatch':
    'Übertragen Sie „Unsere Adresse für Antworten (ACS)“ aus Identitätsanbieter → Übersicht zum Identitätsanbieter.',
  'fix.response_unsolicited':
    'Man beginnt auf unserer Anmeldeseite. Damit man auch im Portal des Identitätsanbieters beginnen kann, schalten Sie „Eine Anmeldung darf in deren Portal beginnen“ ein: Identitätsanbieter → Fehlersuche (idpInitiated).',
  'fix.in_response_to_mismatch': 'Melden Sie sich erneut an. Sonst behandeln Sie es als Angriff.',
  'fix.time_bound_missing': 'Lassen Sie den Identitätsanbieter NotOnOrAfter senden.',
  'fix.time_invalid': 'Lassen Sie den Identitätsanbieter Zeiten in UTC senden, wie SAML es verlangt.',
  'fix.not_yet_valid': 'Stellen Sie die Uhren beider Server über NTP.',
  'fix.expired': 'Melden Sie sich erneut an. Ist es immer so, stellen Sie die Uhren beider Server über NTP.',
  'fix.session_expired': 'Melden Sie sich beim Identitätsanbieter erneut an.',
  'fix.too_old': 'Melden Sie sich beim Identitätsanbieter ab und wieder an.',
  'fix.authn_statement_missing':
    'Prüfen Sie beim Identitätsanbieter, ob diese Anwendung für die Anmeldung eingerichtet ist.',
  'fix.subject_missing': 'Lassen Sie den Identitätsanbieter eine NameID senden.',
  'fix.request_unknown':
    'Melden Sie sich noch einmal von vorn an. Meist ist es eine neu geladene Seite oder die Zurück-Taste.',
  'fix.request_expired': 'Melden Sie sich noch einmal von vorn an.',
  'fix.browser_mismatch': 'Melden Sie sich noch einmal von vorn an, in einem Browser, der Cookies erlaubt.',
  'fix.assertion_replayed': 'Melden Sie sich noch einmal von vorn an. Meist ist es eine neu geladene Seite.',
  'fix.assertion_before_restore':
    'Melden Sie sich noch einmal von vorn an. Hält es länger als einige Minuten an, vergleichen Sie die Uhren beider Server.',
  'fix.response_unsolicited_again':
    'Der Identitätsanbieter muss auf unsere Anfragen antworten (InResponseTo). Sehen Sie nach, wie diese Anwendung dort eingerichtet ist: Manche Vorlagen sind nur für die Anmeldung aus dem Portal.',
  'fix.reauthentication_missing':
    'Der Identitätsanbieter muss ForceAuthn beachten. Kann er es nicht, schalten Sie „Dort immer neu anmelden“ aus: Identitätsanbieter → Fehlersuche (forceAuthn). Sonst vergleichen Sie die Uhren beider Server.',
  'fix.authn_context_mismatch':
    'Vergleichen Sie die Klassen im Befund: Lassen Sie den Identitätsanbieter eine der verlangten verwenden und nennen, oder berichtigen Sie „Arten der Anmeldung, die gelten“ unter Identitätsanbieter → Fehlersuche → Mehr (authnContexts).',
  'fix.name_qualifier_mismatch':
    'Lassen Sie den Identitätsanbieter seine eigene Entity ID als NameQualifier senden, oder keinen.',
  'fix.logout_off':
    'Um sie zu verwenden, schalten Sie „Gemeinsame Abmeldung (Single Logout)“ ein: Identitätsanbieter → Fehlersuche (singleLogout).',
  'fix.logout_malformed': 'Kein Identitätsanbieter sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.logout_signature_missing': 'Schalten Sie beim Identitätsanbieter das Signieren von Logout-Nachrichten ein.',
  'fix.logout_name_encrypted':
    'Schalten Sie beim Identitätsanbieter die Verschlüsselung der NameID für diese Anwendung ab.',
  'fix.logout_replayed': 'Meist eine neu geladene Seite. Kommt es oft vor, probiert jemand etwas.',
  'fix.logout_unknown_session':
    'Oft hatte sich die Person hier schon abgemeldet. Sonst vergleichen Sie beim Identitätsanbieter Format und Qualifier der NameID bei An- und Abmeldung.',
  'fix.logout_response_unknown': 'Meist eine neu geladene Seite oder die Zurück-Taste.',
  'fix.metadata_invalid': 'Holen Sie die Metadaten noch einmal vom Identitätsanbieter.',
  'fix.metadata_no_key':
    'Holen Sie die Metadaten noch einmal vom Identitätsanbieter; sie müssen ein Signaturzertifikat enthalten.',
  'fix.metadata_no_sso': 'Holen Sie die Metadaten des Identitätsanbieters, nicht die eines Service Providers.',
  'fix.metadata_signature':
    'Fragen Sie die Stelle, die die Metadaten veröffentlicht, mit welchem Zertifikat sie jetzt signiert sind, und setzen Sie es unter Identitätsanbieter → Zertifikate → Woran die Metadaten gebunden sind (metadataCertificates).',
  'fix.metadata_expired':
    'Die Stelle, die die Metadaten veröffentlicht, muss sie erneuern. Danach „Jetzt abrufen“ unter Identitätsanbieter → Zertifikate, oder eine Stunde warten.',
  'fix.metadata_entity_changed':
    'Ein anderer Partner ist ein anderer Identitätsanbieter. Sonst berichtigen Sie die Adresse unter Identitätsanbieter → Zertifikate → Eine andere Adresse oder ein neues Dokument (metadata).',
  'fix.metadata_hash':
    'Sehen Sie sich das neue Dokument an. Ist es richtig, setzen Sie seinen Hash unter Identitätsanbieter → Zertifikate → Woran die Metadaten gebunden sind (metadataSha256).',
  'fix.request_malformed': 'Prüfen Sie, ob der Identitätsanbieter ein Formular sendet (HTTP-POST-Binding).',
  'fix.request_too_large': 'Lassen Sie den Identitätsanbieter weniger Attribute oder Gruppen senden.',
  'fix.provider_unknown':
    'Vergleichen Sie die Adresse beim Identitätsanbieter mit unserer unter Identitätsanbieter → Übersicht.',
  'fix.provider_disabled':
    'Wenn man sich damit anmelden können soll, schalten Sie ihn unter Identitätsanbieter → Übersicht ein (enabled).',
  'fix.provider_demo_only': 'Verwenden Sie den Demo-Identitätsanbieter nur in der Demo.',
  'fix.conflict': 'Melden Sie sich erneut an.',
  'fix.origin_mismatch': 'Beginnen Sie noch einmal auf einer Seite dieses Servers.',
  'fix.database_unreachable': 'Prüfen Sie den Datenbankserver und sein Protokoll.',
  'fix.database_disk_full': 'Schaffen Sie Platz auf dem Datenträger der Datenbank.',
  'fix.internal': 'Suchen Sie im Protokoll des Servers nach der Referenz.',
}
