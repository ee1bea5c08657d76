import type { Shape } from '../../api.ts'
import { useCaptions } from '../../parts/plan-words.tsx'
import { Text } from '../../parts/value.tsx'
import { useAll } from '../../query-all.ts'
import { t } from '../../text.tsx'
import { roleName, wordOf } from '../../words.tsx'

type Person = Shape<'replayPerson'>

/** What a code means. */
const said = (code: string): string => wordOf(`code.${code}`) ?? code

/**
 * What would change for one person, in names. Of a draft, what it alone does stands first: what it keeps as it is, too; what the
 * next sign-in brings anyway comes after.
 */
export function PersonChanges({ person }: { person: Person }) {
  const captionOf = useCaptions()
  const roles = useAll<Shape<'role'>>('/roles').data ?? []
  const roleOf = (id: string) => roleName(roles.find((one) => one.id === id)?.name ?? id)
  const { byDraft, columns, granted, withdrawn, draftColumns, draftRoles } = person
  const [ofDraft, moved] = [new Set([...draftColumns, ...draftRoles]), new Set([...columns, ...granted, ...withdrawn])]
  const counts = (name: string) => byDraft === null || ofDraft.has(name)
  const others = (names: readonly string[]) => names.filter((name) => !counts(name))
  const still = (names: readonly string[]) => names.filter((name) => !moved.has(name))
  const stays = [...still(draftColumns).map(captionOf), ...still(draftRoles).map(roleOf)]
  const anyway = [...others(columns).map(captionOf), ...others([...withdrawn, ...granted]).map(roleOf)]
  const own = columns.filter(counts).map(captionOf)
  return (
    <span className="replay-changes">
      {person.code === null ? null : <span className="badge bad">{said(person.code)}</span>}
      {own.length > 0 ? <span>{own.join(', ')}</span> : null}
      {withdrawn.filter(counts).map((id) => (
        <span className="badge bad" key={`-${id}`}>
          − <Text text={roleOf(id)} />
        </span>
      ))}
      {granted.filter(counts).map((id) => (
        <span className="badge good" key={`+${id}`}>
          + <Text text={roleOf(id)} />
        </span>
      ))}
      {person.problems
        .filter((code) => code !== person.code)
        .map((code) => (
          <span className="badge warn" key={code}>
            {said(code)}
          </span>
        ))}
      {stays.length > 0 ? <span>{t('replays.stays', { what: stays.join(', ') })}</span> : null}
      {anyway.length > 0 ? (
        <span className="soft small">
          <Text text={t('replays.anyway', { what: anyway.join(', ') })} />
        </span>
      ) : null}
      {person.affected || stays.length > 0 ? null : <span className="none">{t('plan.nothing')}</span>}
    </span>
  )
}
