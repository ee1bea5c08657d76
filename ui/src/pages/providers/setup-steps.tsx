import { Button, CopyButton } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

type Step = Shape<'setup'>['steps'][number]

/** Instructions for whoever sets up the other side: everything that is pasted there has a button that copies it. */
export function SetupSteps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="setup">
      {steps.map((step) => (
        <li key={step.title}>
          <h3>{step.title}</h3>
          {step.text === '' ? null : step.text.split('\n\n').map((text) => <p key={text}>{text}</p>)}
          {step.kind === 'table' ? <Table step={step} /> : null}
          {step.kind === 'code' ? <Code step={step} /> : null}
        </li>
      ))}
    </ol>
  )
}

/** Addresses and Names are copied; words such as yes and no are read. */
const isPasted = (text: string, column: number, columns: number): boolean =>
  (column === 0 && columns > 2) || /^(https?:|urn:|\^)/.test(text)

function Table({ step }: { step: Extract<Step, { kind: 'table' }> }) {
  return (
    <table className="setup-table">
      <thead>
        <tr>
          {step.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {step.rows.map((row) => (
          <tr key={row.join('\n')}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row never change places
              <td key={index} data-title={step.columns[index]}>
                {isPasted(cell, index, row.length) ? (
                  <Copy value={cell} label={row[0] ?? cell} />
                ) : (
                  <Text text={cell} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Code({ step }: { step: Extract<Step, { kind: 'code' }> }) {
  return (
    <div className="setup-code">
      <CopyButton value={step.code} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="default"
            onClick={copy}
            leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
            aria-label={`${copied ? t('act.copied') : t('act.copy')}: ${step.title}`}
          >
            {copied ? t('act.copied') : t('act.copy')}
          </Button>
        )}
      </CopyButton>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="raw" tabIndex={0} aria-label={step.title}>
        <code>{step.code}</code>
      </section>
    </div>
  )
}
