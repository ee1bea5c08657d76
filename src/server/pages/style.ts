/** The one stylesheet of all pages, sent with each: no request, no bundle. Colours follow the system's setting. */
export const style = `
:root{color-scheme:light dark;--ground:#f6f5f1;--card:#fff;--sunk:#faf9f6;--ink:#1c2024;--soft:#5b626b;--line:#e0ddd5;--edge:#85857e;
--accent:#0b5d66;--on-accent:#fff;--tint:#e4f1f1;--good:#14633a;--good-ground:#e2f3e7;--bad:#a3271c;--bad-ground:#fbe9e6;--warn:#6b4a00;--warn-ground:#fdf1d3}
@media(prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2125;--sunk:#191c20;--ink:#e9eaec;--soft:#a4abb4;--line:#343a41;--edge:#767e88;
--accent:#7fd0d6;--on-accent:#06272b;--tint:#1f3538;--good:#8fdcae;--good-ground:#16301f;--bad:#ff9f95;--bad-ground:#3b1e1b;--warn:#f3cf80;--warn-ground:#352a10}}
*{box-sizing:border-box}[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
h1{margin:0;font-size:1.75rem;line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
h2{margin:0 0 .75rem;font-size:1.1rem;line-height:1.3}
h3{margin:1.25rem 0 .4rem;font-size:.95rem}
p{margin:0 0 1rem}
ul,ol{margin:0;padding:0;list-style:none}
dl,dd,figure{margin:0}
code,.code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,monospace}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--card);z-index:9}
.hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.soft{color:var(--soft)}.small{font-size:.875rem}
.banner{padding:.5rem 1rem;background:var(--warn-ground);color:var(--warn);text-align:center;font-size:.875rem}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;padding:.75rem max(1rem,calc(50vw - 35rem));background:var(--card);border-bottom:1px solid var(--line)}
.brand{font-weight:700;letter-spacing:-.01em;color:inherit;text-decoration:none}
.brand img{display:block;max-width:12rem;height:2rem;object-fit:contain;object-position:left}
@media(prefers-color-scheme:dark){.brand img{padding:.2rem .45rem;border-radius:6px;background:#fff}}
.foot{padding:0 1rem 2rem;font-size:.875rem;color:var(--soft)}.foot ul{display:flex;gap:1.25rem;justify-content:center}.foot a{color:inherit}
.top nav{flex:1}.top nav ul{display:flex;flex-wrap:wrap;gap:0 .25rem}
.top nav a{display:block;padding:.35rem .6rem;border-radius:8px;color:var(--soft);text-decoration:none;font-size:.925rem}
.top nav a:hover{background:var(--tint);color:var(--accent)}
.top nav a[aria-current]{background:var(--tint);color:var(--accent);font-weight:600}
.top form{display:flex;gap:.75rem;align-items:center;font-size:.875rem;color:var(--soft)}
main{display:block;max-width:72rem;margin:0 auto;padding:2.5rem 1rem 4rem}
main.narrow{max-width:44rem}
.head{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:end;justify-content:space-between;margin-bottom:1.5rem}
.head p{margin:.4rem 0 0;color:var(--soft);max-width:46rem}
.card{padding:1.4rem 1.5rem;background:var(--card);border:1px solid var(--line);border-radius:14px}
.card h1{margin-bottom:.6rem}
.card+.card,.stack>*+*{margin-top:1.25rem}
.card>:last-child,.note>:last-child{margin-bottom:0}
.note{padding:.9rem 1.25rem;border-radius:12px;background:var(--tint)}
.note.warn{background:var(--warn-ground);color:var(--warn)}.note.bad{background:var(--bad-ground);color:var(--bad)}.note.good{background:var(--good-ground);color:var(--good)}
.note h2{margin-bottom:.35rem}.note a{color:inherit}
.note,.head{overflow-wrap:anywhere}
.button{display:inline-block;padding:.65rem 1.25rem;border:1px solid var(--accent);border-radius:10px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.fields .button:not(.low){min-height:2.6rem;padding-block:.45rem}
.button:hover{filter:brightness(1.1)}
.button.quiet{background:none;border-color:var(--edge);color:inherit;font-weight:500}
.button.low{padding:.3rem .75rem;font-size:.875rem;border-radius:8px}
.button.danger{background:none;border-color:var(--bad);color:var(--bad)}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:0 0 1rem}
.link{padding:0;border:0;background:none;color:var(--accent);font:inherit;text-decoration:underline;cursor:pointer}
.providers{display:grid;gap:.75rem}
.providers .button{display:block;padding:.85rem 1.25rem}
.providers.many{grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.5rem}.providers.many .button{padding:.55rem .9rem;text-align:left}
.after-field{margin:.9rem 0 1.5rem}
.steps{counter-reset:s;display:grid;gap:.6rem}
.steps li{counter-increment:s;position:relative;padding-left:2.25rem}
.steps li::before{content:counter(s);position:absolute;left:0;width:1.6rem;height:1.6rem;border-radius:50%;background:var(--tint);color:var(--accent);font-size:.875rem;font-weight:700;line-height:1.6rem;text-align:center}
.rows>*{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.1rem 1.25rem;padding:.7rem 0;border-top:1px solid var(--line)}
.rows>:first-child{border-top:0;padding-top:0}.rows>:last-child{padding-bottom:0}
.rows+.after{margin:.9rem 0 0}
.rows dt{color:var(--soft);font-size:.925rem}
.rows dd+dd,.why{grid-column:2;color:var(--soft);font-size:.85rem;line-height:1.45}
.why code{font-size:.95em}
.badge{display:inline-block;padding:.05rem .55rem;border-radius:99px;background:var(--tint);color:var(--accent);font-size:.78rem;font-weight:600;white-space:nowrap}
.badge.good,.badge.created{background:var(--good-ground);color:var(--good)}.badge.bad,.badge.refused{background:var(--bad-ground);color:var(--bad)}
.badge.warn{background:var(--warn-ground);color:var(--warn)}.badge.unchanged,.badge.off{background:var(--sunk);color:var(--soft);box-shadow:inset 0 0 0 1px var(--line)}
.mark{padding:0 .2em;border-radius:3px;background:var(--warn-ground);color:var(--warn);font:.75em ui-monospace,monospace}
.none{color:var(--soft);font-style:italic}
.list{width:100%;border-collapse:collapse;font-size:.925rem}
.list th{padding:.5rem .75rem .5rem 0;color:var(--soft);font-weight:500;font-size:.85rem;text-align:left}
.list td{padding:.65rem .75rem .65rem 0;border-top:1px solid var(--line);vertical-align:top}
.list tr>:last-child{padding-right:0}
.filter{display:flex;flex-wrap:wrap;gap:.25rem .35rem;align-items:center;margin-bottom:1rem;font-size:.9rem}
.filter a{padding:.2rem .7rem;border-radius:99px;text-decoration:none;color:var(--soft)}
.filter a:hover{background:var(--tint)}.filter a[aria-current]{background:var(--accent);color:var(--on-accent)}
.pages{display:flex;gap:1rem;margin-top:1.25rem}
.empty{padding:2.5rem 1rem;text-align:center}.empty p{max-width:34rem;margin:.5rem auto 1rem;color:var(--soft)}
.fields{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}
label,.label{display:block;margin-bottom:.25rem;font-size:.875rem;font-weight:600}
input[type=text],input[type=search],input[type=password],select,textarea{display:block;width:100%;min-width:0;min-height:2.6rem;padding:.5rem .7rem;border:1px solid var(--edge);border-radius:8px;background:var(--card);color:inherit;font:inherit;font-size:.95rem}
textarea{resize:vertical;field-sizing:content;max-height:14rem;line-height:1.45}
[aria-invalid]{border:2px solid var(--bad)}
.hint{margin:.3rem 0 0;color:var(--soft);font-size:.82rem;line-height:1.4}
.hint+input{margin-top:.4rem}.list+p{margin:1rem 0 0}
.wrong{margin:.3rem 0 0;color:var(--bad);font-size:.875rem;font-weight:500}
.grow{flex:1 1 18rem}
details summary{cursor:pointer;color:var(--accent);font-size:.875rem}
details[open]>summary{margin-bottom:.5rem}
pre{margin:0 0 1rem;padding:.8rem 1rem;border-radius:10px;background:var(--sunk);border:1px solid var(--line);font-size:.85rem;line-height:1.5;white-space:pre-wrap}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;margin-bottom:1.25rem}
.figures a{padding:1rem 1.1rem;background:var(--card);border:1px solid var(--line);border-radius:14px;color:inherit;text-decoration:none}
.figures a:hover{border-color:var(--accent)}
.figures b{display:block;font-size:1.75rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.figures span{color:var(--soft);font-size:.875rem}
@media(max-width:40rem){main{padding-top:1.5rem}.card{padding:1.1rem 1.1rem}.rows>*{grid-template-columns:minmax(0,1fr)}.rows dd+dd,.why{grid-column:1}
.list.fold thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.list.fold tr{display:flex;flex-wrap:wrap;gap:.1rem .9rem;align-items:baseline;padding:.7rem 0;border-top:1px solid var(--line)}.list.fold tbody tr:first-child{border-top:0}
.list.fold td{padding:0;border:0}.list.fold td:first-child{flex-basis:100%}.top nav{flex-basis:100%;order:3;margin:0 -.6rem}.top form{margin-left:auto}}
`

/** Only for the pages that show a plan. */
export const planStyle = `
.journey{display:grid;gap:.45rem}
.journey li{padding:.15rem 0 .15rem .8rem;border-left:3px solid var(--line)}
.journey li p{margin:.35rem 0 .5rem}
.journey .badge{min-width:5.6rem;text-align:center}
.journey .passed{border-color:var(--good)}.journey .passed .badge{background:var(--good-ground);color:var(--good)}
.journey .refused{border-color:var(--bad)}.journey .refused .badge{background:var(--bad-ground);color:var(--bad)}
.journey .not-reached{color:var(--soft)}.journey .not-reached .badge{background:var(--sunk);color:var(--soft)}
.plan{display:grid;gap:1.25rem;grid-template-columns:minmax(0,5fr) minmax(0,7fr);align-items:start}
.arrived>li{padding:.6rem 0;border-top:1px solid var(--line)}.arrived>li:first-child{border-top:0;padding-top:0}.arrived>li:last-child{padding-bottom:0}
.arrived .name{margin:0 0 .1rem;display:flex;flex-wrap:wrap;gap:.15rem .6rem;justify-content:space-between;align-items:baseline;font-size:.85rem;color:var(--soft)}
.use{color:var(--accent)}.use::before{content:"→ ";opacity:.7}
.values>li+li{margin-top:.1rem}
.diff>*{position:relative;display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.1rem 1rem;margin:0 -.75rem;padding:.6rem .75rem;border-radius:8px}
.diff>*+*{margin-top:2px}
.diff dt,.diff .dt{color:var(--soft);font-size:.925rem}
.diff .set{background:var(--good-ground)}.diff .cut{background:var(--bad-ground)}
.diff .set dt,.diff .cut dt{color:inherit}
.diff .why{grid-column:2}
.set .why,.set dt{color:var(--good)}.cut .why,.cut dt{color:var(--bad)}
.diff .set dt::before{content:"+";position:absolute;left:.15rem;font-weight:700}.diff .cut dt::before{content:"−";position:absolute;left:.15rem;font-weight:700}.diff .moved dt::before{content:"~"}
.diff :is(.set,.cut){padding-left:1.1rem;margin-left:-1.1rem}
.why.silent{color:var(--warn)}
del{color:var(--bad);text-decoration-thickness:1px}
ins{font-weight:600;text-decoration:none}
.set .badge{background:var(--card)}
.arrow{color:var(--soft);padding:0 .4rem}
.quiet-values{margin-top:1rem}.quiet-values .diff>*{padding-top:.25rem;padding-bottom:.25rem}
.problems>li{padding:.75rem 0;border-top:1px solid var(--line)}.problems>li:first-child{border-top:0;padding-top:0}.problems>li:last-child{padding-bottom:0}
.problems p{margin:0}.problems .fix{color:var(--soft);font-size:.9rem}
.unmapped>li{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr) auto;gap:.2rem 1rem;align-items:baseline;padding:.6rem 0;border-top:1px solid var(--line)}.unmapped>li:first-child{border-top:0}
.explain{max-width:46rem;margin:1.25rem 0 0}
.confirm{position:sticky;bottom:0;z-index:2;display:flex;gap:.75rem 1.5rem;align-items:center;justify-content:space-between;margin:1.25rem -1rem 0;padding:.85rem 1.5rem;background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:0 2px 24px rgb(0 0 0/.1)}
.confirm p{margin:0;font-size:.9rem;color:var(--soft)}
.confirm form{display:flex;gap:.75rem 1.5rem;align-items:center}
@media(max-width:56rem){.plan{grid-template-columns:minmax(0,1fr)}.plan>:first-child{order:2}}
@media(max-width:40rem){.diff>*{grid-template-columns:minmax(0,1fr)}.diff .why{grid-column:1}.unmapped>li{grid-template-columns:minmax(0,1fr)}.unmapped .button{justify-self:start}
.confirm{padding:.75rem 1rem;margin-inline:-.5rem}.confirm p{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.confirm form{flex:1;justify-content:space-between}}
`

/** Only for the attribute mapping: a table of small forms, which names its columns once where there is room. */
export const mappingStyle = `
.mapping>li{padding:.8rem 0;border-top:1px solid var(--line)}.mapping>li:first-child{border-top:0;padding-top:0}.mapping>li:last-child{padding-bottom:0}
.mapping .fields{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,4fr) minmax(0,4fr) 8rem;gap:.6rem 1rem;align-items:start}
.mapping.scoped .fields{grid-template-columns:minmax(0,5fr) minmax(0,4fr) minmax(0,4fr) minmax(0,3fr) 8rem}
.mapping .do{display:flex;gap:1rem;align-items:center;min-height:2.6rem}
.mine{margin-top:.75rem}.mine dl{margin-bottom:.75rem}.mine dl>div{display:flex;flex-wrap:wrap;gap:0 .75rem}.mine dt{font-weight:600}.mine dt::after{content:":"}
.note form .button.quiet,.mine .button.quiet{border-color:currentColor}
.link.danger{color:var(--bad);font-size:.9rem}
@media(min-width:56.01rem){.mapping>li:first-child .do,div.mapping .do{margin-top:1.55rem}.mapping>li+li label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
@media(max-width:56rem){.mapping .fields,.mapping.scoped .fields{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
@media(max-width:40rem){.mapping .fields,.mapping.scoped .fields{grid-template-columns:minmax(0,1fr)}}
.unmapped>li{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr) auto;gap:.2rem 1rem;align-items:baseline;padding:.6rem 0;border-top:1px solid var(--line)}.unmapped>li:first-child{border-top:0}
@media(max-width:40rem){.unmapped>li{grid-template-columns:minmax(0,1fr)}.unmapped .button{justify-self:start}}
`

/** Only for what is to be created at an identity provider: tables that can be copied from. */
export const setupStyle = `
.scroll{overflow-x:auto;margin:0 0 1rem}
.scroll table{border-collapse:collapse;width:100%}
.scroll th,.scroll td{min-width:6.5rem;overflow-wrap:break-word;padding:.45rem 1rem .45rem 0;border-top:1px solid var(--line);text-align:left;vertical-align:top}
.scroll thead th{border-top:0;color:var(--soft);font-size:.875rem;font-weight:600}
`
