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

/** Every English text. A further language is another table of the same keys. */
export const english = {
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
} as const
