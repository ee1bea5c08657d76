import { type KeyboardEvent, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import { Marks } from './marks.tsx'
import { type Branch, branchesOf, type Role } from './tree.ts'

/**
 * The tree of organisational roles, by the keys that trees have everywhere (WAI-ARIA APG, Tree View): up and down, right to
 * open, left to close or to the parent, Home, End, Enter to go there.
 */
export function RoleTree({ roles }: { roles: readonly Role[] }) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string | null>(null)
  const [, navigate] = useLocation()
  const items = useRef(new Map<string, HTMLElement>())
  const lines = branchesOf(roles, folded)
  const current = lines.find((one) => one.role.id === focused)?.role.id ?? lines[0]?.role.id

  const fold = (id: string, closed: boolean) =>
    setFolded((before) => {
      const next = new Set(before)
      if (closed) next.add(id)
      else next.delete(id)
      return next
    })
  const focus = (id: string | undefined) => {
    if (id === undefined) return
    setFocused(id)
    items.current.get(id)?.focus()
  }
  const onKey = (event: KeyboardEvent, line: Branch) => {
    const at = lines.indexOf(line)
    const { id, parent } = line.role
    const open = line.children > 0 && !folded.has(id)
    const act: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(lines[at + 1]?.role.id),
      ArrowUp: () => focus(lines[at - 1]?.role.id),
      Home: () => focus(lines[0]?.role.id),
      End: () => focus(lines.at(-1)?.role.id),
      ArrowRight: () => (open ? focus(lines[at + 1]?.role.id) : fold(id, false)),
      ArrowLeft: () => (open ? fold(id, true) : focus(parent?.id)),
      Enter: () => navigate(`/roles/${id}`),
    }
    const move = act[event.key]
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    move()
  }
  if (lines.length === 0) return <p className="none">{t('roles.none')}</p>
  return (
    <div role="tree" aria-label={t('roles.organisational')} className="tree">
      {lines.map((line) => (
        <div
          key={line.role.id}
          ref={(element) => {
            if (element) items.current.set(line.role.id, element)
            else items.current.delete(line.role.id)
          }}
          role="treeitem"
          aria-level={line.level + 1}
          aria-expanded={line.children > 0 ? !folded.has(line.role.id) : undefined}
          aria-selected={line.role.id === current}
          tabIndex={line.role.id === current ? 0 : -1}
          style={{ paddingLeft: `${line.level * 1.4}rem` }}
          onKeyDown={(event) => onKey(event, line)}
          onClick={() => navigate(`/roles/${line.role.id}`)}
          onFocus={() => setFocused(line.role.id)}
        >
          {line.children > 0 ? (
            // biome-ignore lint/a11y/useKeyWithClickEvents: left and right do the same
            // biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the pointer alone
            <span
              className="twist"
              data-open={!folded.has(line.role.id)}
              onClick={(event) => {
                event.stopPropagation()
                fold(line.role.id, !folded.has(line.role.id))
              }}
            >
              <Icon name="right" size={14} />
            </span>
          ) : (
            <span className="twist" />
          )}
          <span className="tree-name">
            <Text text={roleName(line.role.name)} />
          </span>
          <Marks of={line.role} />
        </div>
      ))}
    </div>
  )
}
