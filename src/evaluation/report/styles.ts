/** Everything the page looks like. Colours are told apart by who sees no red or no green, and lines by their dashes too. */
export const styles = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --raised: #f4f5f2; --ink: #1d2429; --ink-soft: #525e66; --line: #dcdfd9; --grid: #e6e8e3; --axis: #9aa3a8;
  --first: #12639f; --second: #bd4b06; --third: #0a7a60; --fourth: #86489a; --quiet: #7b858b;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181b; --raised: #1d2327; --ink: #e6eaec; --ink-soft: #a3afb6; --line: #333c42; --grid: #293136; --axis: #66727a;
    --first: #68b2ee; --second: #f2955a; --third: #4fc4a2; --fourth: #cb9fe0; --quiet: #8d989f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
}
.page { max-width: 70rem; margin: 0 auto; padding: 3.5rem 2rem 4rem; }
h1, h2 { line-height: 1.2; text-wrap: balance; font-weight: 650; letter-spacing: -0.01em; }
h1 { font-size: 2.1rem; margin: 0.3rem 0 1.1rem; }
h2 { font-size: 1.3rem; margin: 3.2rem 0 1rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
p { margin: 0 0 1rem; max-width: 44rem; }
.kicker { margin: 0; color: var(--ink-soft); font-size: 0.92rem; }
.verdict { font-size: 1.22rem; line-height: 1.5; max-width: 50rem; margin-bottom: 2rem; text-wrap: pretty; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1px; margin: 0; background: var(--raised);
  border: 1px solid var(--line); border-radius: 0.5rem; overflow: hidden; }
.tiles div { outline: 1px solid var(--line); padding: 0.9rem 1.1rem 1rem; display: flex; flex-direction: column; }
.tiles dt { color: var(--ink-soft); font-size: 0.88rem; }
.tiles dd { margin: 0; }
.tiles .value { font-size: 1.65rem; font-weight: 620; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tiles .note { color: var(--ink-soft); font-size: 0.88rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin: 0; max-width: 50rem; }
.facts dt { color: var(--ink-soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.5rem 2.5rem; align-items: start; }
.beside { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.5rem; align-items: start; margin-top: 1.8rem; }
h2 + .beside { margin-top: 0; }
figure { margin: 0; break-inside: avoid; }
.plot { display: grid; gap: 0.5rem; }
.plots > .plot { grid-template-rows: subgrid; grid-row: span 3; }
.plot figcaption strong { display: block; font-weight: 620; }
.plot figcaption span { color: var(--ink-soft); font-size: 0.92rem; }
.plot svg { display: block; width: 100%; height: auto; grid-row: 3; overflow: visible; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; list-style: none; margin: 0; padding: 0; font-size: 0.88rem; align-self: end; }
.legend li { display: flex; align-items: center; gap: 0.45rem; overflow-wrap: anywhere; }
.swatch { flex: none; width: 1.6rem; text-align: center; line-height: 1; }
.swatch.solid { border-top: 2.5px solid; } .swatch.dashed { border-top: 2.5px dashed; } .swatch.dotted { border-top: 2.5px dotted; }
.swatch.span { height: 0.5rem; border-radius: 0.25rem; background: currentColor; opacity: 0.4; }
.swatch.dot { width: auto; }
.first { color: var(--first); } .second { color: var(--second); } .third { color: var(--third); }
.fourth { color: var(--fourth); } .quiet { color: var(--quiet); }
table { width: 100%; border-collapse: collapse; font-size: 0.95rem; font-variant-numeric: tabular-nums; margin: 0 0 2rem; }
* + table { margin-top: 1.8rem; }
h2 + table { margin-top: 0; }
caption { text-align: left; padding-bottom: 0.6rem; color: var(--ink-soft); }
th, td { text-align: left; vertical-align: top; padding: 0.42rem 1.2rem 0.42rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 550; color: var(--ink-soft); font-size: 0.88rem; vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 550; }
tr { break-inside: avoid; }
.figure { text-align: right; overflow-wrap: normal; white-space: nowrap; }
.level { overflow-wrap: normal; white-space: nowrap; }
.whole { white-space: nowrap; }
.aside { color: var(--ink-soft); white-space: nowrap; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1.6rem; margin: 0 0 2.2rem; padding: 0; list-style: none; }
.pairs figcaption { font-size: 0.88rem; margin-top: 0.4rem; color: var(--ink-soft); overflow-wrap: anywhere; }
.pairs figcaption strong { color: var(--ink); font-weight: 620; display: block; }
.pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 0.4rem; }
.pictures img, .pictures .none { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; background: var(--raised); border-radius: 0.3rem; }
.pictures .none { display: grid; place-items: center; color: var(--ink-soft); font-size: 0.88rem; }
.limits { padding-left: 1.2rem; margin: 0; max-width: 48rem; }
.limits li { margin-bottom: 0.5rem; }
.limits li::marker { color: var(--quiet); }
code { font: 0.92em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
@media print, (min-width: 52.01rem) {
  .beside table { margin: 0; font-size: 0.9rem; }
  .beside th, .beside td { padding-right: 0.8rem; }
  .beside th:last-child, .beside td:last-child { padding-right: 0; }
}
@media screen and (max-width: 52rem) {
  .plots, .beside { grid-template-columns: minmax(0, 36rem); }
  .plots > .plot { grid-template-rows: none; grid-row: auto; }
  .plot svg { grid-row: auto; }
}
@media screen and (max-width: 48rem) {
  .stacks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacks, .stacks tbody, .stacks caption { display: block; }
  .stacks tr { display: block; border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
  .stacks tr > :is(th, td) { border: 0; padding: 0.08rem 0; }
  .stacks th { display: block; }
  .stacks td { display: flex; justify-content: space-between; gap: 1rem; text-align: right; }
  .stacks td::before { flex: none; content: attr(data-column); color: var(--ink-soft); text-align: left; }
}
@media screen and (max-width: 34rem) {
  .page { padding: 1.8rem 1rem 2.5rem; }
  h1 { font-size: 1.65rem; }
  .verdict { font-size: 1.08rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tiles div { padding: 0.7rem 0.8rem 0.8rem; }
  .tiles .value { font-size: 1.35rem; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: 0.6rem; }
  table { font-size: 0.84rem; }
  th, td { padding-right: 0.6rem; }
  thead th { font-size: 0.8rem; }
  .dense .figure { white-space: normal; }
  .dense :is(th, td):not(:last-child) { padding-right: 0.4rem; }
  .level { overflow-wrap: normal; white-space: nowrap; }
.whole { white-space: nowrap; }
.beside table { margin: 0; font-size: 0.9rem; }
.beside th, .beside td { padding-right: 0.8rem; }
.beside th:last-child, .beside td:last-child { padding-right: 0; }
.aside { white-space: normal; }
}
@media print {
  :root { color-scheme: light; }
  html { font-size: 10pt; }
  table, .beside table { font-size: 0.8rem; }
  th, td { padding-right: 0.5rem; }
  thead th { font-size: 0.75rem; }
  .plots, .beside { gap: 1.5rem; }
  .beside { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); }
  .page { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
}
`;
