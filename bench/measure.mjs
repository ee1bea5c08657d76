/** Medians, and the CPU time that processes have used. */
import { readdirSync, readFileSync } from 'node:fs'

/** The middle one; of an even number the upper of the two. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}
export const median = (values) => quantile(values, 0.5)

/** Linux counts CPU time in hundredths of a second. */
const tick = 10

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return { parent: fields[1], own: (fields[11] + fields[12]) * tick, reaped: (fields[13] + fields[14]) * tick }
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null
    throw error
  }
}

export const hasProc = process.platform === 'linux'

/** CPU milliseconds of one process with all its threads. NaN where there is no /proc. */
export const cpuOf = (pid) => (hasProc ? (stat(pid)?.own ?? Number.NaN) : Number.NaN)

/** CPU milliseconds of a process, its living children and those that have ended. NaN where there is no /proc. */
export function cpuOfFamily(pid) {
  if (!hasProc) return Number.NaN
  const head = stat(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(stat)
    .filter((one) => one?.parent === pid)
  return children.reduce((sum, one) => sum + one.own, (head?.own ?? 0) + (head?.reaped ?? 0))
}

export const parentOf = (pid) => (hasProc ? (stat(pid)?.parent ?? 0) : 0)
