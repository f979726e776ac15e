/** The one stylesheet. Its colours are nobody's brand. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1c2430; --quiet: #56606e; --line: #ccd2da;
  --action: #4338ca; --on-action: #fff; --warn: #fdf1cf; --warn-line: #a16207;
  --bad: #fdeaea; --bad-line: #b91c1c; --good: #e6f5ec; --good-line: #15803d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161d; --card: #1b212b; --text: #e8ecf2; --quiet: #a3adbb; --line: #3a4352;
    --action: #a5b4fc; --on-action: #12161d; --warn: #362a0b; --warn-line: #d9a531;
    --bad: #3a1719; --bad-line: #f28b8b; --good: #12301f; --good-line: #6fcf97;
  }
}
* { box-sizing: border-box; }
body { background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; }
.sandbox { background: var(--warn); border-bottom: 2px solid var(--warn-line); padding: .5rem 1rem; text-align: center; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; justify-content: center; list-style: none; margin: 0; padding: .5rem 1rem; }
nav { background: var(--card); border-bottom: 1px solid var(--line); }
nav a { border-radius: .4rem; display: block; padding: .4rem .75rem; text-decoration: none; }
nav a[aria-current] { background: var(--action); color: var(--on-action); }
main { margin: 0 auto; max-width: 40rem; padding: 1rem 1rem 3rem; }
h1 { font-size: clamp(1.25rem, 5vw, 1.6rem); line-height: 1.25; margin: .75rem 0; }
h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
a { color: var(--action); }
p { margin: .5rem 0; }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }
.card, .notice { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; padding: 1rem; }
.notice { background: var(--good); border-color: var(--good-line); }
.refused { background: var(--bad); border-color: var(--bad-line); outline: none; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.quiet, small { color: var(--quiet); font-size: .9rem; }
small { display: block; }
.plain { list-style: none; }
.plain:not(.card) { margin: 0; padding: 0; }
ul.plain li + li { border-top: 1px solid var(--line); margin-top: .75rem; padding-top: .75rem; }
dl { align-items: baseline; display: grid; gap: .1rem .5rem; grid-template-columns: auto 1fr; margin: .5rem 0; }
dt { color: var(--quiet); font-size: .85rem; }
dd { margin: 0; }
form { margin: .75rem 0 0; }
label { display: block; font-weight: 600; margin-bottom: .75rem; }
label small { font-weight: 400; }
input { background: var(--page); border: 1px solid var(--quiet); border-radius: .4rem; color: inherit; display: block; font: inherit; font-weight: 400; margin-top: .25rem; padding: .5rem .6rem; width: 100%; }
button, .action { background: var(--action); border: 1px solid var(--action); border-radius: .4rem; color: var(--on-action); cursor: pointer; display: inline-block; font: inherit; font-weight: 600; line-height: 1.5; padding: .55rem 1.1rem; text-decoration: none; }
.second { background: none; color: var(--action); }
code, .code { font-family: ui-monospace, monospace; }
.code { font-size: 1.6rem; letter-spacing: .12em; line-height: 1.3; user-select: all; }
`;
