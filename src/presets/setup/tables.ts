import { say } from '../../messages.ts'
import type { Preset } from '../preset.ts'
import { isVisible } from './plain.ts'
import type { SetupFacts, SetupStep, ToCreate, ToSend } from './step.ts'

/** What the other side must be told about us, under its own labels. */
export const addresses = ({ labels, path }: Preset, facts: SetupFacts): SetupStep => ({
  kind: 'table',
  title: say('setup.create-title'),
  text: say('setup.create', { path }),
  columns: [say('setup.there'), say('setup.value')],
  rows: [
    [labels.entityId, facts.spEntityId],
    [labels.acsUrl, facts.acsUrl],
    ...(facts.logoutUrl === null ? [] : [[labels.logoutUrl, facts.logoutUrl]]),
    [say('setup.metadata'), facts.metadataUrl],
  ],
})

/** What an attribute is for, in a few words. */
export const purposeOf = ({ purposes }: ToSend): string => purposes.join(', ')

/** Attributes whose Names cannot be typed into a form unseen mistakes aside: they need another Name. */
export const hidden = ({ attributes, roles }: ToCreate): readonly ToSend[] =>
  [...attributes, ...(roles ? [roles] : [])].filter((one) => !isVisible(one.name))

/** Warns of attributes that an artefact leaves out; nothing when there are none. */
export const leftOut = (these: readonly ToSend[], why: string): readonly SetupStep[] =>
  these.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: say('setup.left-out-title'),
          text: why,
          columns: [say('setup.attribute'), say('setup.fills')],
          rows: these.map((one) => [one.name, purposeOf(one)]),
        },
      ]

/** A table of attributes with the place each comes from. */
export const attributeTable = (
  title: string,
  text: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): SetupStep => ({ kind: 'table', title, text, columns, rows })

/** What a cell says where we do not know the place. */
export const choose = (one: ToSend): string => say('setup.choose', { purpose: purposeOf(one) })
