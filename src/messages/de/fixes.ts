import type { fixes as english } from '../en/fixes.ts'
import type { Translation } from '../translation.ts'

/** Was die Administration gegen eine Ablehnung oder einen Fehler tut. Reine Daten: Die Admin-Oberfläche lädt sie allein. */
export const fixes: Translation<typeof english> = {
  'fix.message_missing': 'Man beginnt auf der Anmeldeseite, nicht bei der Adresse für Antworten.',
  'fix.message_too_large': 'Lassen Sie den Identity Provider weniger Attribute oder Gruppen senden.',
  'fix.message_not_base64': 'Prüfen Sie, was Nachrichten unterwegs verändert: ein Proxy oder eine Browser-Erweiterung.',
  'fix.message_not_utf8': 'Lassen Sie den Identity Provider UTF-8 senden.',
  'fix.markup_forbidden': 'Kein Identity Provider sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.xml_malformed': 'Wenn ein echter Identity Provider das sendet, melden Sie es seinem Hersteller.',
  'fix.xml_too_complex': 'Lassen Sie den Identity Provider weniger Gruppen senden. Sonst probiert jemand etwas.',
  'fix.xml_id_duplicate': 'Kein Identity Provider sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.xml_id_forbidden': 'Kein Identity Provider sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.schema_invalid': 'Der Befund nennt das Element. Prüfen Sie, ob der Identity Provider SAML 2.0 spricht.',
  'fix.assertion_missing':
    'Prüfen Sie beim Identity Provider, ob diese Anwendung für SAML 2.0 Web SSO eingerichtet ist.',
  'fix.assertion_several': 'Lassen Sie den Identity Provider eine einzige Assertion senden.',
  'fix.signature_missing': 'Lassen Sie den Identity Provider die Assertion, die Response oder beides signieren.',
  'fix.response_not_signed':
    'Lassen Sie den Identity Provider Nachricht und Assertion signieren, oder verzichten Sie auf requireSignedResponse.',
  'fix.signature_shape': 'Lassen Sie den Identity Provider eine Enveloped Signature verwenden.',
  'fix.signature_reference': 'Kein ehrlicher Identity Provider sendet das. Behandeln Sie es als Angriff.',
  'fix.signature_transform': 'Lassen Sie den Identity Provider Exclusive Canonicalization verwenden.',
  'fix.algorithm_forbidden': 'Lassen Sie den Identity Provider mit RSA-SHA256 oder besser signieren.',
  'fix.encryption_algorithm_forbidden':
    'Lassen Sie den Identity Provider mit AES-GCM und RSA-OAEP (rsa-oaep-mgf1p) verschlüsseln.',
  'fix.encryption_cbc_unsigned':
    'Lassen Sie den Identity Provider Nachricht und Assertion signieren oder mit AES-GCM verschlüsseln. Kann er beides nicht: die Ausnahme cbc-unsigned in der Konfigurationsdatei.',
  'fix.decryption_key_missing':
    'Schalten Sie beim Identity Provider die Verschlüsselung der Assertion für diese Anwendung ab.',
  'fix.decryption_failed':
    'Geben Sie dem Identity Provider unsere jetzigen Metadaten: Vielleicht hat er ein altes Zertifikat von uns.',
  'fix.signature_key_missing':
    'Importieren Sie die Metadaten des Identity Providers neu: metadata in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG.',
  'fix.signature_key_weak': 'Lassen Sie den Identity Provider einen RSA-Schlüssel von mindestens 2048 Bit verwenden.',
  'fix.signature_digest': 'Prüfen Sie, was Nachrichten unterwegs verändert. Sonst behandeln Sie es als Angriff.',
  'fix.signature_invalid':
    'Hat der Identity Provider ein neues Zertifikat? Vielleicht wartet es unter Identity Provider auf Ihre Entscheidung. Sonst importieren Sie seine Metadaten neu: metadata in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG.',
  'fix.status_not_success': 'Sehen Sie in das Protokoll des Identity Providers; der Befund nennt seinen Status.',
  'fix.issuer_mismatch': 'Vergleichen Sie die Entity ID im Befund mit der dieses Identity Providers.',
  'fix.destination_mismatch':
    'Übertragen Sie unsere ACS-Adresse von der Seite Identity Provider zum Identity Provider.',
  'fix.audience_mismatch': 'Übertragen Sie unsere Entity ID von der Seite Identity Provider zum Identity Provider.',
  'fix.confirmation_method': 'Lassen Sie den Identity Provider das Web-Browser-SSO-Profil verwenden.',
  'fix.recipient_mismatch': 'Übertragen Sie unsere ACS-Adresse von der Seite Identity Provider zum Identity Provider.',
  'fix.response_unsolicited':
    'Man beginnt auf unserer Anmeldeseite. Damit man auch im Portal des Identity Providers beginnen kann: idpInitiated: true beim Identity Provider in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG mit {"settings": {"idpInitiated": true}}.',
  'fix.in_response_to_mismatch': 'Melden Sie sich erneut an. Sonst behandeln Sie es als Angriff.',
  'fix.time_bound_missing': 'Lassen Sie den Identity Provider NotOnOrAfter senden.',
  'fix.time_invalid': 'Lassen Sie den Identity Provider Zeiten in UTC senden, wie SAML es verlangt.',
  'fix.not_yet_valid': 'Stellen Sie die Uhren beider Server über NTP.',
  'fix.expired': 'Melden Sie sich erneut an. Ist es immer so, stellen Sie die Uhren beider Server über NTP.',
  'fix.session_expired': 'Melden Sie sich beim Identity Provider erneut an.',
  'fix.too_old': 'Melden Sie sich beim Identity Provider ab und wieder an.',
  'fix.authn_statement_missing':
    'Prüfen Sie beim Identity Provider, ob diese Anwendung für die Anmeldung eingerichtet ist.',
  'fix.subject_missing': 'Lassen Sie den Identity Provider eine NameID senden.',
  'fix.request_unknown':
    'Melden Sie sich noch einmal von vorn an. Meist ist es eine neu geladene Seite oder die Zurück-Taste.',
  'fix.request_expired': 'Melden Sie sich noch einmal von vorn an.',
  'fix.browser_mismatch': 'Melden Sie sich noch einmal von vorn an, in einem Browser, der Cookies erlaubt.',
  'fix.assertion_replayed': 'Melden Sie sich noch einmal von vorn an. Meist ist es eine neu geladene Seite.',
  'fix.assertion_before_restore':
    'Melden Sie sich noch einmal von vorn an. Hält es länger als einige Minuten an, vergleichen Sie die Uhren beider Server.',
  'fix.response_unsolicited_again':
    'Der Identity Provider muss auf unsere Anfragen antworten (InResponseTo). Sehen Sie nach, wie diese Anwendung dort eingerichtet ist: Manche Vorlagen sind nur für die Anmeldung aus dem Portal.',
  'fix.reauthentication_missing':
    'Der Identity Provider muss ForceAuthn beachten. Kann er es nicht: forceAuthn: false beim Identity Provider in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG. Sonst vergleichen Sie die Uhren beider Server.',
  'fix.authn_context_mismatch':
    'Vergleichen Sie die Klassen im Befund: Lassen Sie den Identity Provider eine der verlangten verwenden und nennen, oder berichtigen Sie authnContexts beim Identity Provider in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG.',
  'fix.name_qualifier_mismatch':
    'Lassen Sie den Identity Provider seine eigene Entity ID als NameQualifier senden, oder keinen.',
  'fix.logout_off':
    'Um es zu verwenden: singleLogout: true beim Identity Provider in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG.',
  'fix.logout_malformed': 'Kein Identity Provider sendet das. Kommt es oft vor, probiert jemand etwas.',
  'fix.logout_signature_missing': 'Schalten Sie beim Identity Provider das Signieren von Logout-Nachrichten ein.',
  'fix.logout_name_encrypted':
    'Schalten Sie beim Identity Provider die Verschlüsselung der NameID für diese Anwendung ab.',
  'fix.logout_replayed': 'Meist eine neu geladene Seite. Kommt es oft vor, probiert jemand etwas.',
  'fix.logout_unknown_session':
    'Oft hatte sich die Person hier schon abgemeldet. Sonst vergleichen Sie beim Identity Provider Format und Qualifier der NameID bei An- und Abmeldung.',
  'fix.logout_response_unknown': 'Meist eine neu geladene Seite oder die Zurück-Taste.',
  'fix.metadata_invalid': 'Holen Sie die Metadaten noch einmal vom Identity Provider.',
  'fix.metadata_no_key':
    'Holen Sie die Metadaten noch einmal vom Identity Provider; sie müssen ein Signaturzertifikat enthalten.',
  'fix.metadata_no_sso': 'Holen Sie die Metadaten des Identity Providers, nicht die eines Service Providers.',
  'fix.metadata_signature':
    'Fragen Sie die Stelle, die die Metadaten veröffentlicht, mit welchem Zertifikat sie jetzt signiert sind, und setzen Sie es: metadataCertificates.',
  'fix.metadata_expired':
    'Die Stelle, die die Metadaten veröffentlicht, muss sie erneuern. Danach: POST /api/v1/providers/SLUG/refresh, oder eine Stunde warten.',
  'fix.metadata_entity_changed':
    'Ein anderer Partner ist ein anderer Identity Provider. Sonst berichtigen Sie die Adresse der Metadaten.',
  'fix.metadata_hash': 'Sehen Sie sich das neue Dokument an. Ist es richtig, setzen Sie seinen Hash: metadataSha256.',
  'fix.request_malformed': 'Prüfen Sie, ob der Identity Provider ein Formular sendet (HTTP-POST-Binding).',
  'fix.request_too_large': 'Lassen Sie den Identity Provider weniger Attribute oder Gruppen senden.',
  'fix.provider_unknown': 'Prüfen Sie die Adresse beim Identity Provider.',
  'fix.provider_disabled':
    'Wenn man sich damit anmelden können soll: enabled: true in der Konfigurationsdatei, oder PATCH /api/v1/providers/SLUG.',
  'fix.provider_demo_only': 'Verwenden Sie den Demo-Identity-Provider nur in der Demo.',
  'fix.conflict': 'Melden Sie sich erneut an.',
  'fix.origin_mismatch': 'Beginnen Sie noch einmal auf einer Seite dieses Servers.',
  'fix.database_unreachable': 'Prüfen Sie den Datenbankserver und sein Protokoll.',
  'fix.database_disk_full': 'Schaffen Sie Platz auf dem Datenträger der Datenbank.',
  'fix.internal': 'Suchen Sie im Protokoll des Servers nach der Referenz.',
}
