import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { type Scope, useMay } from '../session.tsx'

/**
 * A link for those who may see the page that it leads to; its text alone for everybody else.
 *
 * @example
 * <Way href={`/providers/${slug}`} needs="trust:read">{slug}</Way>
 */
export const Way = ({ href, needs, children }: { href: string; needs: Scope; children: ReactNode }): ReactNode =>
  useMay(needs) ? <Link href={href}>{children}</Link> : children
