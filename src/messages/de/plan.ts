import type { plan as english } from '../en/plan.ts'
import type { Translation } from '../translation.ts'

/** Sätze über einen Plan: was sich ändert und warum, was er anmerkt, und was die Administration dagegen tut. Reine Daten: Die Admin-Oberfläche lädt sie allein. */
export const plan: Translation<typeof english> = {
  'change.lookup-value-created': 'Legt {name} in {lookup} an',
  'change.lookup-value-removed': 'Entfernt den Wert {name} aus {lookup}, den niemand benutzt',
  'change.user-created': 'Legt den Benutzer {login} an ({userType})',
  'change.user-created-pending': 'Legt den Benutzer {login} an ({userType}), der auf Freigabe wartet',
  'change.identity-linked': 'Lässt diese Person sich als {login} anmelden; diesen Benutzer gibt es hier schon',
  'change.user-reactivated': 'Schaltet {login} wieder ein',
  'change.contact-created': 'Legt einen Kontakt an',
  'change.column-filled': '{column} wird {after}',
  'change.column-changed': '{column} wird von {before} zu {after}',
  'change.column-cleared': '{column} verliert {before}',
  'change.role-created': 'Legt die Rolle {role} an',
  'change.role-granted': 'Erteilt {role}',
  'change.role-withdrawn': 'Entzieht {role}',
  'because.claim': 'weil {attribute} es so sagt',
  'because.default': 'Vorgabewert, weil das Attribut {attribute} nichts brachte',
  'because.default-absent': 'das Attribut {attribute} kam nicht an, deshalb der Vorgabewert',
  'because.default-empty': 'das Attribut {attribute} kam ohne Wert an, deshalb der Vorgabewert',
  'because.default-no-attribute': 'Vorgabewert',
  'because.fixed': 'immer dieser Wert',
  'because.claim-mapping': '{from} kam in {attribute} an; die Attributzuordnung machte dies daraus',
  'because.claim-entry': '{from} kam in {attribute} an, ein anderer Name dieses Eintrags',
  'because.claim-fall-back': '{from} kam in {attribute} an und ist kein Eintrag; dieser steht dafür',
  'because.claim-mapping-unseen': 'die Attributzuordnung machte dies aus dem, was in {attribute} ankam',
  'because.claim-entry-unseen': 'was in {attribute} ankam, ist ein anderer Name dieses Eintrags',
  'because.claim-fall-back-unseen': 'was in {attribute} ankam, ist kein Eintrag; dieser steht dafür',
  'because.template': 'aus dem Empfangenen gebildet, durch die Attributzuordnung',
  'because.cleared': 'weil das Attribut {attribute} nichts brachte und die Zuordnung dann leert',
  'because.cleared-template': 'weil ein Teil der Vorlage fehlt und die Zuordnung dann leert',
  'because.split': '{columns} entnommen',
  'because.composed': 'gebildet aus {columns}',
  'because.composed-from-login': 'aus dem Anmeldenamen gebildet',
  'because.first-sign-on': 'erste Anmeldung',
  'because.role-rule': 'wegen der Gruppe {group}, durch die Gruppenzuordnung',
  'because.role-name': 'wegen der Gruppe {group}, die denselben Namen hat',
  'because.role-rule-cleaned': 'wegen der Gruppe {group}, die als {from} ankam, durch die Gruppenzuordnung',
  'because.role-name-cleaned': 'wegen der Gruppe {group}, die als {from} ankam und denselben Namen hat',
  'because.base-role': 'haben alle dieser Art',
  'because.group-gone': 'weil die Gruppe weg ist, die sie erteilt hat',
  'because.not-reasserted': 'weil nichts sie mehr erteilt',
  'because.replaced': 'weil allein die Gruppen dieses Identitätsanbieters entscheiden und keine sie erteilt',
  'because.edited': 'von Hand bearbeitet',
  'because.undone': 'Rückgängigmachen stellt her, was vorher war',
  'because.merged': 'ein Kontakt, der dieselbe Person war, hatte es',
  'because.linked': 'weil {attribute} mit {column} übereinstimmt',
  'because.linked-login': 'weil {attribute} der Anmeldename ist',
  'because.linked-email': 'weil {attribute} die E-Mail-Adresse ist',
  'because.reactivate': 'weil dieser Identitätsanbieter abgeschaltete Benutzer wieder einschaltet',
  'user-type.employee': 'intern',
  'user-type.external': 'extern',
  'problem.user_not_provisioned':
    'Diese Person ({userType}) ist hier nicht bekannt, und Personen dieser Art werden bei der Anmeldung nicht angelegt.',
  'problem.user_disabled': 'Der Benutzer ist abgeschaltet.',
  'problem.user_deleted': 'Der Benutzer wurde gelöscht.',
  'problem.user_pending': 'Der Benutzer wartet auf Freigabe.',
  'problem.not_in_pilot':
    'Mit diesem Identitätsanbieter dürfen sich erst einige anmelden, und diese Person gehört nicht dazu.',
  'problem.contact_ambiguous': 'Hier könnten mehrere Personen gemeint sein: {count} stimmen überein in {by}.',
  'problem.link_not_allowed':
    'Über {by} wurde eine Person gefunden, die keine Regel verknüpfen darf: jemand aus der Administration, mit einer geschützten Rolle oder, bei einem Identitätsanbieter für Externe, jemand Internes oder jemand, den ein anderer Identitätsanbieter kennt.',
  'problem.subject_attribute_missing': '{subject} soll sagen, wer es ist, und kam nicht mit genau einem Wert an.',
  'problem.subject_transient':
    'Die NameID ist bei jeder Anmeldung eine neue (transient); an ihr kann niemand wiedererkannt werden.',
  'problem.login_missing': 'Es gibt nichts, woraus ein Anmeldename werden könnte: {subject} brachte nichts.',
  'problem.login_opaque': 'Die NameID sagt Menschen nichts (persistent), und stattdessen kam keine E-Mail-Adresse an.',
  'problem.login_taken': 'Der Anmeldename {login} gehört jemand anderem.',
  'problem.login_taken-suffixed': 'Der Anmeldename {login} gehört jemand anderem; verwendet wird {given}.',
  'problem.attribute_missing': '{subject} behält den Wert: Das Attribut kam nicht an, und es gibt keinen Vorgabewert.',
  'problem.attribute_multi_valued': '{attribute} brachte {values} Werte für {subject}; der erste wird verwendet.',
  'problem.attribute_multi_valued-refused':
    '{attribute} brachte {values} Werte für {subject}, wo die Zuordnung einen annimmt; {subject} behält den Wert.',
  'problem.value_invalid-step':
    'Was für {subject} ankam, lässt sich nicht umwandeln: Der Schritt {step} passt nicht dazu. {subject} behält den Wert.',
  'problem.value_invalid': 'Was für {subject} ankam, ist kein gültiger Wert vom Typ {type}; es wird weggelassen.',
  'problem.value_too_long': 'Was für {subject} ankam, hat {length} Zeichen; erlaubt sind {limit}. Es wird weggelassen.',
  'problem.lookup_value_unknown': '{text} steht nicht in {lookup}, und {subject} darf es nicht anlegen.',
  'problem.lookup_value_unknown-fell-back': '{text} steht nicht in {lookup}; {subject} wird {fallBack}.',
  'problem.lookup_value_queued':
    '{text} steht nicht in {lookup} und wartet auf die Administration; {subject} behält den Wert.',
  'problem.lookup_limit':
    '{text} steht nicht in {lookup}, und diese Anmeldung hat schon {limit} Werte angelegt; {subject} behält den Wert.',
  'problem.lookup_limit-day':
    '{text} steht nicht in {lookup}, und die Anmeldungen dieses Identitätsanbieters haben innerhalb eines Tages {limit} Werte angelegt; {subject} behält den Wert.',
  'problem.account_not_allowed':
    'Dieser Identitätsanbieter darf keine Personen von {text} bringen; {subject} behält den Wert.',
  'problem.required_value_missing': '{subject} braucht zum Anmelden einen Wert, und es gibt keinen.',
  'problem.lookup_value_ambiguous':
    '{count} Werte von {lookup} heißen {name}; für {subject} wird der älteste verwendet.',
  'problem.email_taken': 'Die E-Mail-Adresse gehört schon einem anderen Kontakt; {subject} behält den Wert.',
  'problem.email_domain_bound':
    'Adressen unter {domain} gehören einem anderen Identitätsanbieter, und nur dieser darf sie schreiben; {subject} behält den Wert.',
  'problem.column_unknown': 'Eine Zuordnung schreibt in {subject}, und diese Spalte gibt es nicht.',
  'problem.column_mapped_twice': 'Zwei Zuordnungen schreiben in {subject}; eine davon wird übergangen.',
  'problem.roles_incomplete':
    'Die Gruppen kamen nicht vollständig an, deshalb wird keine Rolle entzogen. Es fehlt: {missing}',
  'problem.roles_incomplete-usual':
    'Es kamen keine Gruppen an, daher wird keine Rolle entzogen. Keines der üblichen Attribute kam: {usual} und andere.',
  'problem.roles_incomplete-unnamed':
    'Beim Identitätsanbieter ist kein Attribut genannt, das Gruppen bringt, daher wird keine Rolle entzogen.',
  'problem.roles_incomplete-overage':
    'Der Identitätsanbieter hatte zu viele Gruppen, um sie zu senden. Es wird keine Rolle entzogen.',
  'problem.roles_incomplete-unreadable':
    'Es kam eine Gruppe an, die nicht lesbar ist, deshalb wird keine Rolle entzogen.',
  'problem.role_protected':
    'Die Gruppe {group} heißt wie die geschützte Rolle {subject} und gibt sie allein des Namens wegen niemandem.',
  'problem.role_protected-cleaned':
    'Die Gruppenzuordnung für {group} gibt die geschützte Rolle {subject} hier niemandem: Der Wert kam als {from} an, und eine geschützte Rolle richtet sich nur nach einem ganzen Wert.',
  'problem.role_not_allowed': 'Die Gruppe {group} darf {subject} Benutzern dieser Art nicht geben.',
  'problem.role_not_allowed-list':
    'Die Gruppe {group} gibt niemandem {subject}: Die Rolle gehört nicht zu denen, die dieser Identitätsanbieter erteilen darf.',
  'problem.role_unknown': 'Eine Gruppenzuordnung für {group} führt zu einer Rolle, die es nicht gibt.',
  'problem.role_not_created': 'Aus {count} Gruppen wird keine Rolle, weil ihre Namen keine Rollennamen sein können.',
  'problem.role_not_created-one': 'Aus einer Gruppe wird keine Rolle, weil ihr Name kein Rollenname sein kann.',
  'problem.role_not_created-taken':
    'Aus {count} Gruppen, etwa {group}, wird keine Rolle: Eine Rolle heißt fast genauso und ist vielleicht nicht gemeint.',
  'problem.role_not_created-taken-one':
    'Aus der Gruppe {group} wird keine Rolle: Eine Rolle heißt fast genauso und ist vielleicht nicht gemeint.',
  'problem.role_not_created-cap':
    'Diese Anmeldung hat so viele Rollen angelegt, wie eine darf; {count} Gruppen bewirken noch nichts.',
  'problem.role_not_created-cap-one':
    'Diese Anmeldung hat so viele Rollen angelegt, wie eine darf; eine Gruppe bewirkt noch nichts.',
  'problem.last_administrator': '{subject} bleibt: Sonst gäbe es niemanden mehr, der administriert.',
  'problem.withdrawals_paused':
    'Die {count} Rollen, die entzogen werden sollten, bleiben: In dieser Stunde darf der Identitätsanbieter nicht mehr als {ceiling} entziehen.',
  'problem.withdrawals_paused-one':
    'Die Rolle, die entzogen werden sollte, bleibt: In dieser Stunde darf der Identitätsanbieter nicht mehr als {ceiling} entziehen.',
  'fix.user_not_provisioned':
    'Wenn solche Personen Zugang haben sollen, schalten Sie „Personen anlegen“ ein: Identitätsanbieter → Personen und Gruppen (create).',
  'fix.user_disabled': 'Wenn die Person Zugang haben soll: Benutzer → die Person → Wieder einlassen.',
  'fix.user_deleted':
    'Ein gelöschter Benutzer kommt nicht wieder. Wenn die Person Zugang haben soll: Mit Benutzer → die Person → Lösen kann sie neu beginnen.',
  'fix.user_pending': 'Zum Einlassen: Freigeben, unter Handlungsbedarf oder Benutzer → die Person.',
  'fix.not_in_pilot':
    'Nehmen Sie die Person in den Pilotbetrieb auf, oder beenden Sie ihn, unter Identitätsanbieter → Personen und Gruppen → Mehr zu Personen (pilot).',
  'fix.contact_ambiguous':
    'Sagen Sie unter Handlungsbedarf, wer es ist, oder berichtigen Sie unter Kontakte den Wert bei allen bis auf eine Person.',
  'fix.link_not_allowed':
    'Wenn es dieselbe Person ist, verknüpfen Sie sie von Hand: Benutzer → die Person → An einen Identitätsanbieter binden.',
  'fix.subject_attribute_missing':
    'Lassen Sie den Identitätsanbieter es mit einem Wert senden, oder wählen Sie ein anderes Attribut unter Identitätsanbieter → Personen und Gruppen → Mehr zu Personen → Woran jemand erkannt wird.',
  'fix.subject_transient':
    'Lassen Sie den Identitätsanbieter eine dauerhafte NameID senden, oder nennen Sie ein Attribut unter Identitätsanbieter → Personen und Gruppen → Mehr zu Personen → Woran jemand erkannt wird.',
  'fix.login_missing':
    'Lassen Sie den Identitätsanbieter es senden, oder wählen Sie etwas anderes unter Identitätsanbieter → Personen und Gruppen → Mehr zu Personen → Anmeldename.',
  'fix.login_opaque':
    'Lassen Sie den Identitätsanbieter eine E-Mail-Adresse senden und ordnen Sie sie unter Attributzuordnung der Spalte E-Mail zu, oder wählen Sie etwas anderes unter Identitätsanbieter → Personen und Gruppen → Mehr zu Personen → Anmeldename.',
  'fix.login_taken':
    'An vergebene Namen wird eine Zahl angehängt, außer dieser Identitätsanbieter lehnt sie ab: Identitätsanbieter → Personen und Gruppen → Mehr zu Personen → Wenn der Anmeldename vergeben ist (loginTaken).',
  'fix.attribute_missing':
    'Lassen Sie den Identitätsanbieter das Attribut freigeben; oder berichtigen Sie unter Attributzuordnung den Namen oder geben Sie einen Vorgabewert an.',
  'fix.attribute_multi_valued':
    'Lassen Sie den Identitätsanbieter einen einzigen Wert senden, oder sagen Sie unter Attributzuordnung → Mehr, welcher genommen wird (several).',
  'fix.value_invalid':
    'Berichtigen Sie den Wert beim Identitätsanbieter, oder wählen Sie unter Attributzuordnung eine Textspalte für das Attribut.',
  'fix.value_too_long': 'Kürzen Sie den Wert beim Identitätsanbieter.',
  'fix.lookup_value_unknown':
    'Lassen Sie den Identitätsanbieter den Namen eines vorhandenen Eintrags senden, oder fügen Sie den Eintrag unter Nachschlagewerte hinzu (lookups).',
  'fix.lookup_value_queued':
    'Fügen Sie den Eintrag unter Handlungsbedarf hinzu, oder sagen Sie dort, welchen vorhandenen es meint. Die nächste Anmeldung verwendet ihn.',
  'fix.lookup_limit':
    'Wenn so viele neue Einträge richtig sind: Erhöhen Sie die Sicherheitsgrenze unter Identitätsanbieter → Personen und Gruppen → Mehr zu Personen (lookupCeiling), oder melden Sie sich erneut an. Sonst berichtigen Sie das Attribut, oder was mit unbekanntem Text geschieht, unter Attributzuordnung → Mehr (unknownValue).',
  'fix.account_not_allowed':
    'Wenn seine Personen zu dieser Firma gehören dürfen, nehmen Sie sie in „Nur diese Firmen“ auf: Identitätsanbieter → Personen und Gruppen → Mehr zu Personen (allowedAccounts).',
  'fix.required_value_missing':
    'Lassen Sie den Identitätsanbieter das Attribut senden, geben Sie einen Vorgabewert an, oder machen Sie die Zeile weniger streng: Attributzuordnung → Mehr (required, whenAbsent, whenEmpty).',
  'fix.lookup_value_ambiguous':
    'Wählen Sie sie unter Nachschlagewerte, dann „Vereinen“. Bis dahin wird der älteste verwendet.',
  'fix.email_taken':
    'Berichtigen Sie eine der beiden Adressen: beim Identitätsanbieter, oder die des anderen Kontakts unter Kontakte. Sind beide eine Person: Kontakte → die Person → Mehr → Mit einem anderen Kontakt vereinen.',
  'fix.email_domain_bound':
    'Wenn die Adresse stimmt, geben Sie die Domain frei: Einstellungen → E-Mail-Domains. Sonst berichtigen Sie sie beim Identitätsanbieter.',
  'fix.column_unknown':
    'Wählen Sie unter Attributzuordnung eine vorhandene Spalte, oder fügen Sie sie unter Spalten hinzu (columns).',
  'fix.column_mapped_twice': 'Löschen Sie unter Attributzuordnung eine der beiden Zeilen.',
  'fix.roles_incomplete':
    'Lassen Sie den Identitätsanbieter das Gruppenattribut immer senden, auch ohne Wert. Lässt er es mit der letzten Gruppe weg: Identitätsanbieter → Personen und Gruppen → Wenn der Identitätsanbieter keine Gruppen sendet.',
  'fix.role_protected': 'Wenn die Gruppe sie geben soll, sagen Sie es unter Gruppenzuordnung (roleRules).',
  'fix.role_not_allowed':
    'Wenn die Gruppe sie geben soll, sagen Sie es für diesen Identitätsanbieter unter Gruppenzuordnung (roleRules), und nehmen Sie die Rolle in „Nur diese Rollen“ auf: Identitätsanbieter → Personen und Gruppen → Mehr zu Gruppen (allowedRoles).',
  'fix.role_unknown':
    'Nennen Sie in der Regel eine vorhandene Rolle, oder entfernen Sie die Regel, unter Gruppenzuordnung (roleRules).',
  'fix.role_not_created':
    'Geben Sie den Gruppen unter Gruppenzuordnung eine Rolle (roleRules), oder lassen Sie Groß- und Kleinschreibung gleich sein: Identitätsanbieter → Personen und Gruppen → Mehr zu Gruppen (roleNameCase).',
  'fix.last_administrator':
    'Geben Sie die Administration zuerst auch jemand anderem: durch eine Gruppe unter Gruppenzuordnung (roleRules), oder von Hand unter Rollen.',
  'fix.withdrawals_paused':
    'Wenn so viele eine Rolle verlieren sollen: „Rollen wieder entziehen“ unter Handlungsbedarf, oder eine höhere Sicherheitsgrenze unter Identitätsanbieter → Personen und Gruppen → Mehr zu Gruppen (withdrawalCeiling). Sie verlieren sie bei ihrer nächsten Anmeldung.',
}
