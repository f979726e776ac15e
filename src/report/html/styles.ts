/** The look of the page: light and dark on the screen, light on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --wash: #f5f7f9; --ink: #161c24; --soft: #56616f; --line: #d9dfe6;
  --good: #17693c; --good-wash: #e8f4ec; --bad: #a61f1a; --bad-wash: #fcebea;
  --open: #835200; --open-wash: #fdf3df; --plain: #56616f; --plain-wash: #eef1f4;
  --aws: #3a6ea5; --people: #bf7a0b; --tool: #2f8577; --before: #98a2ae;
  --link: #1f4f86;
  --sans: "Inter", "Segoe UI", "Helvetica Neue", "Hiragino Sans", "Yu Gothic UI", "Meiryo",
    "Noto Sans CJK JP", "Noto Sans JP", "Noto Sans", Arial, sans-serif;
  --mono: "SF Mono", "Cascadia Mono", "Consolas", "Liberation Mono", "Noto Sans Mono CJK JP", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #11161c; --wash: #1a2129; --ink: #e7ebef; --soft: #a4afbb; --line: #2f3944;
    --good: #72d19a; --good-wash: #173325; --bad: #ff9089; --bad-wash: #3d1d1c;
    --open: #efbf5c; --open-wash: #382b10; --plain: #a4afbb; --plain-wash: #242d36;
    --aws: #70a7e3; --people: #e2aa4a; --tool: #5fbcab; --before: #6d7884;
    --link: #8fbdf0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 0 1.5rem 4rem; max-width: 68rem;
  background: var(--paper); color: var(--ink);
  font: 400 0.9375rem/1.55 var(--sans);
  font-variant-numeric: tabular-nums lining-nums;
  overflow-wrap: break-word;
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
h1 { font-size: 1.85rem; line-height: 1.22; font-weight: 650; letter-spacing: -0.012em; margin: 0.35rem 0 0.4rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.006em; margin: 0 0 0.3rem; }
h3 { font-size: 0.95rem; font-weight: 650; margin: 1.6rem 0 0.5rem; }
h3 small { font-weight: 400; }
p { margin: 0 0 0.7rem; }
small { font-size: 0.8125rem; color: var(--soft); }
code, pre { font-family: var(--mono); font-size: 0.86em; }
code { overflow-wrap: anywhere; }
td code, th code { overflow-wrap: break-word; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: var(--link); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem 1rem; z-index: 3; }
.absent { color: var(--soft); }
.blank { display: inline-block; min-width: 4.5rem; height: 1em; border-bottom: 1px solid var(--soft); }
.print-only { display: none; }

.banner {
  margin: 0 -1.5rem; padding: 0.7rem 1.5rem; background: var(--bad); color: var(--paper);
  position: sticky; top: 0; z-index: 2;
}
.redacted { margin: 0 -1.5rem; padding: 0.6rem 1.5rem; background: var(--wash); border-bottom: 1px solid var(--line); font-size: 0.875rem; overflow-wrap: anywhere; }
.banner strong { letter-spacing: 0.01em; }
.watermark { position: fixed; inset: 0; width: 100%; height: 100%; pointer-events: none; z-index: 1; }
.watermark text { font: 700 34px var(--sans); fill: var(--bad); fill-opacity: 0.085; letter-spacing: 0.04em; }
.marked { scroll-padding-top: 4rem; }

.masthead { padding: 2.4rem 0 1.4rem; }
.brand { margin: 0; font-weight: 650; letter-spacing: 0.01em; }
.brand .kind { font-weight: 400; color: var(--soft); padding-left: 0.6rem; margin-left: 0.4rem; border-left: 1px solid var(--line); }
.confidentiality { margin: 0.4rem 0 0; font-weight: 650; overflow-wrap: anywhere; }
.tested { color: var(--soft); margin: 0; }
.ids { display: flex; flex-wrap: wrap; gap: 0.9rem 2.6rem; margin: 1.4rem 0 0; }
.ids div, .grades div { min-width: 0; }
dt { font-size: 0.8125rem; color: var(--soft); }
dd { margin: 0; }

nav { border-block: 1px solid var(--line); padding: 0.55rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0; padding: 0; list-style: none; font-size: 0.8125rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }

section { margin-top: 3.2rem; }
.lead { color: var(--soft); max-width: 46rem; }
.result { margin-top: 2rem; }

.verdict { display: flex; align-items: center; gap: 1.2rem; padding: 1.3rem 1.5rem; border-radius: 10px; flex-wrap: wrap; }
.verdict .icon { width: 3.4rem; height: 3.4rem; flex: none; }
.verdict > div { flex: 1 1 20rem; }
.verdict .word { font-size: 2.9rem; line-height: 1.05; font-weight: 700; letter-spacing: -0.025em; margin: 0 0 0.3rem; }
.verdict .sentence { margin: 0; color: var(--ink); font-size: 1rem; }
.verdict.good { background: var(--good-wash); } .verdict.good .word { color: var(--good); }
.verdict.bad { background: var(--bad-wash); } .verdict.bad .word { color: var(--bad); }
.verdict.open { background: var(--open-wash); } .verdict.open .word { color: var(--open); }
.grades { margin: 0; display: grid; gap: 0.6rem; flex: 0 1 15rem; }
.grades .chip { background: none; padding: 0; }
.reasons { margin: 1rem 0 0; padding-left: 1.2rem; max-width: 52rem; }
.reasons li { margin-bottom: 0.3rem; }

.icon { width: 1.1rem; height: 1.1rem; vertical-align: -0.2rem; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.icon circle { stroke: none; fill: currentColor; }
.icon path { stroke: var(--paper); stroke-width: 2.2; }
.icon.good { color: var(--good); } .icon.bad { color: var(--bad); } .icon.open { color: var(--open); } .icon.plain { color: var(--plain); }

.chip { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 4px; font-size: 0.8125rem; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.chip.good { color: var(--good); background: var(--good-wash); }
.chip.bad { color: var(--bad); background: var(--bad-wash); }
.chip.open { color: var(--open); background: var(--open-wash); }
.chip.plain { color: var(--plain); background: var(--plain-wash); }

.next { margin-top: 1rem; }
.next .marks { display: block; margin-bottom: 0.7rem; }
.next .marks li { margin-top: 0.35rem; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem; margin-top: 1.2rem; }
.card { border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.3rem 1.2rem; min-width: 0; }
.card h3 { margin: 0; font-weight: 600; color: var(--soft); }
.card .figure { font-size: 1.75rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.015em; margin: 0.1rem 0 0.6rem; display: flex; flex-wrap: wrap; gap: 0.2rem 0.6rem; align-items: center; }
.card .figure.name { font-size: 1.3rem; overflow-wrap: anywhere; }
.card .figure .of { color: var(--soft); font-weight: 400; }
.card .chip { letter-spacing: 0; }
.card p { margin-bottom: 0.6rem; }
.marks { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.25rem 1.2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); }
.marks li { display: flex; gap: 0.5rem; align-items: baseline; min-width: 0; }
.marks li > span { min-width: 0; }
.marks.wide { grid-template-columns: 1fr; }
.marks .icon { transform: translateY(0.2rem); }

.pairs { margin: 0; display: grid; gap: 0; }
.pairs div { display: grid; grid-template-columns: minmax(8rem, 13rem) minmax(0, 1fr); gap: 0.2rem 1.2rem; padding: 0.42rem 0; border-top: 1px solid var(--line); }
.pairs dt, .pairs dd { min-width: 0; overflow-wrap: anywhere; }
.card .pairs div { grid-template-columns: 6.5rem minmax(0, 1fr); padding: 0.28rem 0; }
.card .pairs { font-size: 0.875rem; }

svg text { font: 400 0.72rem var(--sans); fill: var(--soft); }
.bar-chart .track { fill: var(--plain-wash); }
.bar-chart .fill { min-width: 2px; }
.bar-chart .fill.good { fill: var(--good); stroke: var(--good); } .bar-chart .fill.bad { fill: var(--bad); stroke: var(--bad); } .bar-chart .fill.open { fill: var(--open); stroke: var(--open); }
.bar-chart .doubt { fill: var(--paper); fill-opacity: 0.45; }
.bar-chart .bound { fill: none; stroke: var(--open); stroke-dasharray: 3 3; }
line.objective { stroke: var(--ink); stroke-width: 2; }

.bar.aws { fill: var(--aws); stroke: var(--aws); } .bar.people { fill: var(--people); stroke: var(--people); }
.bar.tool { fill: var(--tool); stroke: var(--tool); } .bar.before { fill: var(--before); stroke: var(--before); }
.bar.away { fill: url(#hatch); }
.spent { margin: 1.2rem 0 1.8rem; }
.spent > svg { border-radius: 4px; display: block; }
.spent .bar { stroke: none; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; list-style: none; margin: 0.6rem 0 0; padding: 0; font-size: 0.8125rem; color: var(--soft); }
.legend b { color: var(--ink); font-weight: 600; }
.swatch { vertical-align: -0.1em; }

.gantt { margin: 1.4rem 0 2rem; }
.gantt .row { display: grid; grid-template-columns: minmax(9rem, 17rem) minmax(0, 1fr) 8.2rem; column-gap: 0.9rem; align-items: stretch; font-size: 0.8125rem; line-height: 1.25; }
.gantt .row svg { display: block; overflow: visible; }
.gantt .lane { position: relative; min-height: 26px; }
.gantt .lane svg { position: absolute; inset: 0; }
.gantt .row > span { align-self: center; }
.gantt .row .bar { transform: translateY(-6px); }
.gantt .row .path { transform: translateY(8px); }
.gantt .label { text-align: right; color: var(--soft); padding: 0.15rem 0; }
.gantt .critical .label { color: var(--ink); font-weight: 600; }
.gantt .took { white-space: nowrap; }
.gantt .took small { font-size: 0.75rem; }
.gantt text.mark { fill: var(--ink); font-weight: 650; font-size: 0.75rem; }
.gantt .bar { fill-opacity: 0.42; stroke-opacity: 0.42; }
.gantt .critical .bar, .gantt figcaption .bar { fill-opacity: 1; stroke-opacity: 1; }
.gantt .bar.open { stroke-dasharray: 3 2; fill-opacity: 0.55; }
.path { fill: var(--ink); }
.counted { fill: var(--wash); }
.away { fill: url(#hatch); }
#hatch rect { fill: var(--bad); fill-opacity: 0.3; }
line.grid { stroke: var(--line); }
line.mark { stroke: var(--soft); stroke-dasharray: 2 3; }
line.limit { stroke: var(--bad); stroke-width: 2; }
.trouble { fill: var(--paper); stroke: var(--bad); stroke-width: 2; }

.outage { margin: 1.2rem 0 1.6rem; }
.outage > svg { display: block; overflow: visible; }
.outage text.mark { fill: var(--ink); font-weight: 650; font-size: 0.75rem; }
.answered { fill: var(--before); stroke: var(--paper); }
.lost { fill: var(--bad); stroke: var(--paper); }
.down { fill: var(--bad); }

.scroll { position: relative; overflow-x: auto; margin-top: 0.8rem; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.8438rem; line-height: 1.45; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: baseline; padding: 0.5rem 1.3rem 0.5rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.8125rem; font-weight: 600; color: var(--soft); white-space: nowrap; border-bottom-color: var(--soft); }
tbody th { font-weight: 500; min-width: 9rem; }
.number { text-align: right; white-space: nowrap; }
.time { white-space: nowrap; }
td.code { font-family: var(--mono); font-size: 0.7813rem; overflow-wrap: anywhere; min-width: 8rem; }
td small, th small { font-weight: 400; }
small code { font-size: 0.92em; }

.changes { margin: 0 0 1.2rem; padding: 0; list-style: none; max-width: 52rem; display: grid; gap: 0.3rem; }
.changes li { overflow-wrap: anywhere; }
#posture td:nth-last-child(2) { min-width: 13rem; }

details { margin-top: 1rem; border-top: 1px solid var(--line); padding-top: 0.7rem; }
summary { cursor: pointer; font-weight: 600; }
.data { margin: 0; font-size: 0.875rem; }
.data div { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: 1rem; padding: 0.2rem 0; }
.columns { columns: 2 22rem; column-gap: 2.5rem; margin: 0.6rem 0 0; padding-left: 1.1rem; }
.columns li { break-inside: avoid; margin-bottom: 0.25rem; }
.command code { display: inline-block; background: var(--wash); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.9rem; font-size: 0.95rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8125rem; }

@media screen and (max-width: 56rem) {
  .tick.second { display: none; }
}
@media screen and (max-width: 38rem) {
  body { padding: 0 1rem 3rem; }
  .banner { margin: 0 -1rem; padding: 0.6rem 1rem; position: static; }
  h1 { font-size: 1.5rem; }
  .verdict { padding: 1.1rem; }
  .verdict .word { font-size: 2.3rem; }
  .gantt .row { grid-template-columns: minmax(0, 1fr) auto; row-gap: 0; }
  .gantt .row > svg, .gantt .lane { grid-column: 1 / -1; grid-row: 2; }
  .gantt .label { text-align: left; }
  .gantt .row.head > span, .gantt .row.foot > span { display: none; }
  .pairs div { grid-template-columns: minmax(0, 1fr); }
}

@page {
  size: A4; margin: 17mm 15mm 16mm;
  @top-left { font: 400 7.5pt var(--sans); color: #56616f; }
  @top-right { font: 400 7.5pt var(--sans); color: #56616f; }
  @bottom-center { font: 700 8.5pt var(--sans); color: #a61f1a; }
}
@media print {
  html { font-size: 12.2px; }
  body { max-width: none; padding: 0; line-height: 1.45; }
  nav, .skip, .screen-only { display: none; }
  .print-only { display: block; }
  .banner { position: static; margin: 0; }
  .masthead { padding: 1.2rem 0 1rem; }
  .ids { gap: 0.9rem 2rem; margin-top: 1rem; }
  h2, h3, .lead, thead, .gantt .head { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  section { margin-top: 2.6rem; }
  .result { margin-top: 0; }
  .verdict > div { flex-basis: 12rem; }
  .grades { flex: 0 0 auto; }
  .cards { grid-template-columns: 1fr 1fr; }
  .card, .verdict, .spent, .outage, tr, .gantt .row, .pairs div, .short { break-inside: avoid; }
  .gantt .row { grid-template-columns: 15rem minmax(0, 1fr) 9.2rem; }
  .scroll { overflow: visible; }
  tbody th, td.code, #posture td:nth-last-child(2) { min-width: 0; }
  td code, th code { overflow-wrap: anywhere; }
  th, td { padding-right: 1rem; }
  a { color: inherit; text-decoration: none; }
}
`;
