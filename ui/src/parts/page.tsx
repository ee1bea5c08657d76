import { type ReactNode, useEffect, useRef } from 'react'
import './page.css'

/**
 * A page: its heading with a sentence under it and actions beside it. The heading gets the focus when the page opens, so that
 * a screen reader begins there.
 */
export function Page({
  title,
  lead,
  actions,
  children,
}: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · jitup`
  }, [title])
  useEffect(() => {
    // Only when somebody came by a link of ours: a freshly loaded page begins at its top.
    if (document.activeElement === document.body && window.history.state?.moved) heading.current?.focus()
  }, [])
  return (
    <div className="page">
      <div className="page-head">
        <div className="grow">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead ? <p className="soft">{lead}</p> : null}
        </div>
        {actions ? <div className="row">{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}

/** A part of a page with its heading. */
export function Card({ title, actions, children }: { title?: ReactNode; actions?: ReactNode; children?: ReactNode }) {
  return (
    <section className="card">
      {title || actions ? (
        <div className="card-head">
          <h2>{title}</h2>
          {actions ? <div className="row">{actions}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  )
}
