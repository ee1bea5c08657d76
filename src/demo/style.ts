/** The one stylesheet of the demo identity provider. Colours follow the system's light or dark setting. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --ink: #1b1f27; --soft: #5a6272; --line: #d9dde4; --edge: #868e9d; --field: #fff;
  --accent: #2f5bd7; --on-accent: #fff; --tint: #eaf0ff; --warn: #fff4d6; --warn-ink: #6a4700; --bad: #b3261e; --bad-ground: #fdecea;
  --good: #e3f5e9; --good-ink: #14532d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151b; --card: #1b2029; --ink: #e8ebf1; --soft: #a3acbd; --line: #333b49; --edge: #6f7a8e; --field: #141820;
    --accent: #8fb0ff; --on-accent: #0e1730; --tint: #232c40; --warn: #3a2f12; --warn-ink: #ffdf94; --bad: #ff9b93; --bad-ground: #3a1d1b;
    --good: #15321f; --good-ink: #a9e5bd;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
.banner { margin: 0; padding: .6rem 1rem; background: var(--warn); color: var(--warn-ink); text-align: center; text-wrap: balance; font-size: .9rem }
main { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1rem 4rem }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.25; letter-spacing: -.01em }
h2 { margin: 2rem 0 .25rem; font-size: 1.1rem }
p { margin: 0 0 1rem }
.soft { color: var(--soft) }
a { color: var(--accent) }
code { font: .9em ui-monospace, monospace }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.people { list-style: none; margin: 1.5rem 0; padding: 0; display: grid; gap: .75rem }
.people li { display: flex; align-items: stretch; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden }
.people form { flex: 1; min-width: 0; display: flex }
.person { flex: 1; min-width: 0; display: flex; gap: 1rem; align-items: center; padding: .9rem 1rem; border: 0; background: none; color: inherit; font: inherit; text-align: left }
button.person { cursor: pointer }
button.person:hover { background: var(--tint) }
.person:focus-visible, .edit:focus-visible { outline-offset: -3px; border-radius: 12px }
.face { flex: none; width: 2.75rem; height: 2.75rem; border-radius: 50%; display: grid; place-items: center; background: var(--tint); color: var(--accent); font-weight: 600 }
button.person:hover .face { background: var(--card) }
.person strong, .person small { display: block }
.person small { color: var(--soft); font-size: .875rem; line-height: 1.4 }
.edit { flex: none; display: grid; place-items: center; padding: 0 1.1rem; border-left: 1px solid var(--line); font-size: .9rem; text-decoration: none }
.edit:hover { background: var(--tint) }
.badge { display: inline-block; margin-left: .5rem; padding: 0 .5rem; border-radius: 99px; background: var(--tint); color: var(--accent); font-size: .75rem; font-weight: 500 }
.notice { padding: .6rem 1rem; border-radius: 10px; background: var(--good); color: var(--good-ink) }
.rows { margin-top: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 0 1.25rem }
.row { padding: 1rem 0; border-top: 1px solid var(--line) }
.row:first-child { border-top: 0 }
.row .head { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-bottom: .35rem }
.row .name { font-weight: 600 }
.tick { display: inline-flex; align-items: center; gap: .45rem; color: var(--soft); font-size: .9rem; white-space: nowrap; min-height: 1.75rem }
.tick input { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--accent) }
textarea, input[type=text] { display: block; width: 100%; padding: .5rem .7rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--field); color: inherit; font: inherit; resize: vertical; field-sizing: content }
input[type=text] { field-sizing: fixed; margin-bottom: .5rem }
textarea.tall { min-height: calc(3lh + 1.1rem) }
@supports (field-sizing: content) { textarea { resize: none } }
:is(textarea, input)[aria-invalid=true] { border-color: var(--bad); border-width: 2px }
.row:has(.tick input:not(:checked)) :is(textarea, .name) { color: var(--soft) }
.row:has(.tick input:not(:checked)) textarea { border-style: dashed; background: none }
.hint { margin: .35rem 0 0; color: var(--soft); font-size: .875rem }
.problem { margin: .35rem 0 0; color: var(--bad); font-size: .9rem }
p.alert { padding: .6rem 1rem; border-radius: 10px; background: var(--bad-ground); color: var(--bad) }
details.row { padding: 0 }
summary { cursor: pointer; padding: 1rem 0; color: var(--accent) }
details label { display: block; font-weight: 600; margin-bottom: .35rem }
details .row { border: 0; padding-top: 0 }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin-top: 1.5rem }
.button { display: inline-block; padding: .6rem 1.2rem; border: 1px solid var(--accent); border-radius: 10px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer }
.button.quiet { background: none; border-color: var(--line); color: inherit; font-weight: 500 }
.button:hover { filter: brightness(1.08) }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 2rem 0 0; font-size: .875rem }
dt { color: var(--soft) }
dd { margin: 0 }
@media (max-width: 34rem) {
  main { padding-top: 1.5rem }
  .people li { flex-direction: column }
  .edit { border-left: 0; border-top: 1px solid var(--line); padding: .6rem }
  .rows { padding: 0 1rem }
  .actions .button { flex: 1 1 100%; text-align: center }
  dl { grid-template-columns: 1fr }
  dd { margin-bottom: .5rem }
}
`
