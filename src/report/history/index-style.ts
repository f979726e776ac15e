/** What the list of all runs has beside the look of a report. */
export const INDEX_STYLE = `
.masthead { padding-bottom: 0.6rem; }
.series { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1rem; margin-top: 1rem; }
.series .card { display: grid; gap: 0.35rem; align-content: start; }
.series h3 { color: var(--ink); font-weight: 650; overflow-wrap: anywhere; }
.series .about { color: var(--soft); margin: 0; font-size: 0.8125rem; }
.series .last { margin: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 0.6rem; align-items: center; }
.series svg { display: block; width: 100%; height: auto; overflow: visible; }
.spark { fill: none; stroke: var(--soft); stroke-width: 1.2; vector-effect: non-scaling-stroke; }
.spark-objective { stroke: var(--bad); stroke-width: 1; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.dot { stroke: var(--paper); stroke-width: 1; }
.dot.good { fill: var(--good); } .dot.bad { fill: var(--bad); } .dot.open { fill: var(--open); } .dot.plain { fill: var(--plain); }
#filters { display: flex; flex-wrap: wrap; gap: 0.6rem 0.9rem; align-items: end; margin: 1rem 0 0.2rem; }
#filters[hidden] { display: none; }
#filters label { display: grid; gap: 0.15rem; font-size: 0.8125rem; color: var(--soft); }
#filters input, #filters select { font: inherit; font-size: 0.875rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.35rem 0.6rem; }
#filters input { width: 15rem; max-width: 100%; }
#count { margin-left: auto; color: var(--soft); font-size: 0.8125rem; }
thead th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
thead th button::after { content: " ↕"; color: var(--line); }
thead th[aria-sort="ascending"] button::after { content: " ↑"; color: inherit; }
thead th[aria-sort="descending"] button::after { content: " ↓"; color: inherit; }
tr[hidden], #more[hidden] { display: none; }
@media screen { tr.beyond { display: none; } }
#more { font: inherit; color: var(--link); background: none; border: 1px solid var(--line); border-radius: 6px; padding: 0.4rem 0.9rem; margin-top: 0.8rem; cursor: pointer; }
@media print { #filters, #more { display: none; } }
`;
