import type { ReactNode } from 'react'
import { More } from '../../parts/more.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import type { Inspection } from './inspector-page.tsx'

type MessageFacts = NonNullable<Inspection['facts']>

/** What a message says of itself, in the words of the specification. Nobody vouches for it. */
export function Facts({ facts }: { facts: MessageFacts }) {
  const { assertions, nameId, status, sessionIndexes, ...plain } = facts
  return (
    <section className="card">
      <More title={t('inspector.facts')}>
        <Rows
          rows={[
            ...Object.entries(plain).map(([name, value]) => [name, shown(value)] as const),
            ['Status', shown(status.join(' › '))],
            ['SessionIndex', shown(sessionIndexes.join(', '))],
            ['NameID', shown(nameId?.value ?? null)],
          ]}
        />
        {assertions.map((one, index) => {
          const { confirmations, audiences, nameId: subject, ...own } = one
          return (
            <div key={one.id ?? index}>
              <h3>Assertion</h3>
              <Rows
                rows={[
                  ...Object.entries(own).map(([name, value]) => [name, shown(value)] as const),
                  ['NameID', shown(subject?.value ?? null)],
                  ['NameID Format', shown(subject?.format ?? null)],
                  ['Audience', shown(audiences.join(', '))],
                  ...confirmations.flatMap((confirmation) =>
                    Object.entries(confirmation).map(
                      ([name, value]) => [`SubjectConfirmation ${name}`, shown(value)] as const,
                    ),
                  ),
                ]}
              />
            </div>
          )
        })}
      </More>
    </section>
  )
}

const shown = (value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'boolean' ? t(value ? 'value.yes' : 'value.no') : String(value)
}

const Rows = ({ rows }: { rows: readonly (readonly [string, string | null])[] }): ReactNode => (
  <dl className="facts small">
    {rows.map(([name, value], index) =>
      value === null ? null : (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts never move, and two may be alike
        <div key={index}>
          <dt>{name}</dt>
          <dd className="value">
            <Text text={value} />
          </dd>
        </div>
      ),
    )}
  </dl>
)
