import { type Html, markup, nothing, type Part } from './markup.js';
import { draw, type Dash, hasData, type Plot, type Shape, type Tone } from './plot.js';

/** What pages are put together from. */

export interface Section {
  readonly heading: string;
  readonly body: readonly Html[];
}

/** A page before it is one: each kind of evaluation gives one of these. */
export interface Report {
  readonly title: string;
  /** What came out, in one sentence. */
  readonly verdict: Html;
  readonly tiles: readonly Tile[];
  /** What was counted: pictures, identities, comparisons. */
  readonly counts: readonly Fact[];
  readonly sections: readonly Section[];
  /** What the figures do not promise beyond what none does. */
  readonly limits: readonly Html[];
}

export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** How a layer looks in a legend. */
export type Key = { readonly text: string; readonly tone: Tone } & (
  { readonly mark: Dash | 'span' } | { readonly mark: 'dot'; readonly shape: Shape }
);

export interface Figure {
  readonly title: string;
  /** How to read it. */
  readonly caption: Part;
  readonly plot: Plot;
  readonly keys: readonly Key[];
}

function figure({ title, caption, plot, keys }: Figure): Html {
  const legend = keys.map((key) => markup`<li>${swatch(key)}${key.text}</li>`);
  return markup`<figure class="plot">
<figcaption><strong>${title}</strong> <span>${caption}</span></figcaption>
${keys.length > 0 ? markup`<ul class="legend">${legend}</ul>` : nothing}
${draw(plot)}
</figure>`;
}

const MARKS: Readonly<Record<Shape, string>> = { circle: '●', diamond: '◆', triangle: '▲', rect: '■' };

function swatch(key: Key): Html {
  const mark = key.mark === 'dot' ? MARKS[key.shape] : '';
  return markup`<span class="swatch ${key.mark} ${key.tone}" aria-hidden="true">${mark}</span>`;
}

/** Side by side where there is room; a figure without data is left out. */
export function plots(...figures: readonly Figure[]): Html {
  const shown = figures.filter(({ plot }) => hasData(plot));
  return shown.length > 0 ? markup`<div class="plots">${shown.map(figure)}</div>` : nothing;
}

/** A figure and the table of its numbers. */
export function beside(drawn: Figure, numbers: Html): Html {
  if (!hasData(drawn.plot)) return numbers;
  return markup`<div class="beside">${figure(drawn)}<div>${numbers}</div></div>`;
}

export interface Column {
  readonly name: string;
  /** Figures stand at the right and are not broken into two lines; those of the first column, which names the row, at the left. */
  readonly figures?: boolean;
}

export interface Table {
  readonly caption: Part;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Part[])[];
  /** On a narrow page each row turns into a card: for tables that are wide in columns or in texts. */
  readonly stacks?: boolean;
}

/** Roles are said, since a table whose rows are laid out as cards is no table to a browser any more. */
export function table({ caption, columns, rows, stacks = false }: Table): Html {
  const head = columns.map(
    ({ name, figures }, index) =>
      markup`<th scope="col" role="columnheader"${figures && index > 0 ? markup` class="figure"` : nothing}>${name}</th>`,
  );
  const body = rows.map(
    (row) => markup`<tr role="row">${row.map((part, index) => cell(part, index, columns[index]))}</tr>
`,
  );
  return markup`<table role="table"${stacks ? markup` class="stacks"` : columns.length > 4 ? markup` class="dense"` : nothing}>
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${body}</tbody>
</table>`;
}

function cell(part: Part, index: number, column: Column | undefined): Html {
  if (index === 0) {
    const level = column?.figures ? markup` class="level"` : nothing;
    return markup`<th scope="row" role="rowheader"${level}>${part}</th>`;
  }
  const figures = column?.figures ? markup` class="figure"` : nothing;
  return markup`<td role="cell" data-column="${column?.name ?? ''}"${figures}>${part}</td>`;
}

/** Never broken into two lines. */
export function whole(text: string): Html {
  return markup`<span class="whole">${text}</span>`;
}
