import { checks } from './checks.ts'
import { codes } from './codes.ts'
import { columns } from './columns.ts'
import { demo } from './demo.ts'
import { errors } from './errors.ts'
import { explain } from './explain.ts'
import { fields } from './fields.ts'
import { fixes } from './fixes.ts'
import { frame } from './frame.ts'
import { local } from './local.ts'
import { me } from './me.ts'
import { names } from './names.ts'
import { notifications } from './notifications.ts'
import { plan } from './plan.ts'
import { planView } from './plan-view.ts'
import { revisions } from './revisions.ts'
import { setup } from './setup.ts'
import { signIn } from './sign-in.ts'
import { steps } from './steps.ts'
import { undo } from './undo.ts'
import { worklist } from './worklist.ts'
import { wrong } from './wrong.ts'

/**
 * Every German text. The reader is addressed as "Sie". Terms, one word for one thing everywhere:
 * Account (company) Firma · assertion Assertion · attribute Attribut · attribute mapping Attributzuordnung · certificate Zertifikat ·
 * column Spalte · contact Kontakt · default value Vorgabewert · employee intern, Mitarbeitende · external extern ·
 * group mapping Gruppenzuordnung · identity provider Identitätsanbieter · lookup value Nachschlagewert · NameID NameID ·
 * Needs attention Handlungsbedarf · pending wartet auf Freigabe · reference Referenz · role (user group) Rolle (Benutzergruppe) ·
 * grant/withdraw erteilen/entziehen · sign in/out anmelden/abmelden · sign-in name Anmeldename · switch off abschalten ·
 * try erproben · audit Protokoll · administration Administration · refuse ablehnen · sign (a message) signieren · undo rückgängig machen, take back
 * zurücknehmen · user Benutzer. Names of settings, fields of the API and what products call their parts stay as they are.
 */
export const german = {
  ...checks,
  ...codes,
  ...columns,
  ...demo,
  ...errors,
  ...explain,
  ...fields,
  ...fixes,
  ...frame,
  ...local,
  ...me,
  ...names,
  ...notifications,
  ...planView,
  ...plan,
  ...revisions,
  ...setup,
  ...signIn,
  ...steps,
  ...undo,
  ...worklist,
  ...wrong,
}
