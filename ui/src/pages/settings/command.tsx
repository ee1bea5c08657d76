import type { Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'

/** As the command line takes it when nobody says otherwise. */
const usual = 'http://localhost:3000'

/** A word for a shell, in quotes when it needs them. */
const word = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** Only what prints a link must know where it leads. */
const before = (command: string, publicUrl: string): string =>
  command.startsWith('admin') && publicUrl !== usual ? `PUBLIC_URL=${word(publicUrl)} ` : ''

/**
 * Commands that find this installation from any folder, and what else has to be set. Nothing before it is known how: without that a
 * command would look elsewhere.
 */
export function Commands({ of }: { of: readonly string[] }) {
  const read = useGet<Shape<'commandLine'>>('/command-line')
  if (read.isPending) return null
  const { publicUrl, dataFolder, variables } = read.data ?? { publicUrl: usual, dataFolder: null, variables: [] }
  const after = dataFolder === null ? '' : ` --data ${word(dataFolder)}`
  return (
    <>
      <div className="commands">
        {of.map((one) => (
          <Copy key={one} value={`${before(one, publicUrl)}jitup ${one}${after}`} label={t('settings.command')} />
        ))}
      </div>
      {variables.length === 0 ? null : (
        <p className="soft small">{t('settings.command-variables', { names: variables.join(', ') })}</p>
      )}
    </>
  )
}
