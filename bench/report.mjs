/** Figures as Markdown tables, on the terminal and in docs/performance.md alike. */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { median } from './measure.mjs'

const fixed = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '–')

function table(head, rows) {
  const lines = [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What the figures were measured on. */
export function machine() {
  const [{ model }] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${cpus().length} × ${model.trim()}, ${memory} GiB`
}

const libraries = { nodeSaml: 'node-saml', samlify: 'samlify', saml20: '@boxyhq/saml20' }

export const verifyTable = (results) =>
  table(
    [
      'response',
      'groups',
      'bytes of XML',
      'jitup µs',
      ...Object.values(libraries).map((name) => `${name} µs`),
      'cryptography alone µs',
      'sum of the parts µs',
      'node-saml : jitup',
      'jitup : parts',
      'jitup : cryptography',
    ],
    results.map((one) => [
      one.kind,
      one.groups,
      one.bytes,
      fixed(one.figures.jitup, 0),
      // What a library refuses although it is genuine has no time.
      ...Object.keys(libraries).map((name) => (name in one.refusing ? 'refuses' : fixed(one.figures[name], 0))),
      fixed(one.figures.floor, 0),
      fixed(one.figures.parts, 0),
      `${fixed(one.faster, 1)} ×`,
      `${fixed(one.overParts, 2)} ×`,
      `${fixed(one.overFloor, 1)} ×`,
    ]),
  )

const parts = {
  base64: 'base64',
  parseRaw: 'parse what came',
  parseSigned: 'parse what was signed',
  xsd: 'schema',
  sha256: 'SHA-256',
  rsa: 'RSA',
  decrypt: 'decrypt',
  c14n: 'canonical form (not in the sum)',
}

export const partsTable = (results) =>
  table(
    ['µs by itself', 'groups', ...Object.values(parts)],
    results.map((one) => [
      one.kind,
      one.groups,
      ...Object.keys(parts).map((name) => fixed(one.figures[`part ${name}`], 0)),
    ]),
  )

export const signOnTable = (results) =>
  table(
    [
      '',
      'sign-ons/s',
      'p50 ms',
      'p99 ms',
      'Node CPU ms',
      'database CPU ms',
      'ratio',
      'CPU ratio',
      'same response again',
    ],
    results.map((one) => [
      one.name,
      fixed(one.perSecond, 0),
      fixed(one.p50, 1),
      fixed(one.p99, 1),
      fixed(one.nodeCpu, 2),
      fixed(one.databaseCpu, 2),
      `${fixed(one.ratio, 1)} ×`,
      `${fixed(one.cpuRatio, 1)} ×`,
      one.replay,
    ]),
  )

/** Medians of all rounds, and of each round's ratio to the smallest directory. */
export function scaleTable(directories, measured, { rounds, signOns, clients }) {
  const [smallest] = directories
  const of = (one, figure) => median(measured.get(one.contacts).map(figure))
  const rows = directories.map((one) => {
    const cpu = ({ node, database }) => node + database
    const ratio = (figure) =>
      median(measured.get(one.contacts).map((it, at) => figure(it) / figure(measured.get(smallest.contacts)[at])))
    return [
      `${one.contacts.toLocaleString('en').replaceAll(',', ' ')} (${one.size})`,
      fixed(of(one, cpu), 2),
      fixed(
        of(one, (it) => it.node),
        2,
      ),
      fixed(
        of(one, (it) => it.database),
        2,
      ),
      fixed(
        of(one, (it) => it.wall),
        1,
      ),
      `${fixed(ratio(cpu), 2)} ×`,
      `${fixed(
        ratio((it) => it.database),
        2,
      )} ×`,
      `${fixed(
        ratio((it) => it.wall),
        2,
      )} ×`,
    ]
  })
  const head = [
    'contacts',
    'CPU ms',
    'of it Node',
    'of it database',
    'p50 ms',
    'CPU ratio',
    'database CPU ratio',
    'p50 ratio',
  ]
  return `${table(head, rows)}\n\nMedians of ${rounds} rounds of ${signOns} sign-ons each, ${clients} connections.`
}

const begin = '<!-- figures: written by `npm run bench -- --write` -->'
const end = '<!-- end of figures -->'

/** Replaces the figures in docs/performance.md; its text around them is written by hand. */
export function writeDocument(sections, { rounds, clients, pinned }) {
  const file = new URL('../docs/performance.md', import.meta.url)
  const text = readFileSync(file, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error('docs/performance.md has no place for the figures')
  const conditions =
    `${machine()}. Medians of ${rounds} rounds, ${clients} kept-alive connections` +
    `${pinned ? ', the server under test on one core' : ''}.`
  const body = sections.map(({ title, table: figures }) => `### ${title}\n\n${figures}`).join('\n\n')
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${conditions}\n\n${body}\n\n${text.slice(to)}`)
}
