import type { EvaluationResult, Provenance } from '../results.js';
import type { Report } from './blocks.js';
import { type Html, markup, verbatim } from './markup.js';
import { count } from './numbers.js';
import { padReport } from './pad.js';
import { pairsReport } from './pairs.js';
import { qualityReport } from './quality.js';
import { searchReport } from './search.js';
import { styles } from './styles.js';

/** A browser that opens the page asks for nothing: pictures are in it, and it runs no script. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The page of one evaluation: one file of HTML that needs no other.
 *
 * @param images path below the data folder → data URI; empty when pictures were not asked for
 */
export function renderReport(result: EvaluationResult, images: ReadonlyMap<string, string>): string {
  const report = reportOf(result, images);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${report.title}: ${result.data}, ${result.pack}</title>
<style>${verbatim(styles)}</style>
</head>
<body>
<main class="page">
${head(report, result)}
${report.sections.map(({ heading, body }) => section(heading, body))}
${section('What these figures do not promise', [limits(report.limits, images.size > 0)])}
${section('How they came about', [provenance(report, result)])}
</main>
</body>
</html>
`;
  return page.markup;
}

function reportOf(result: EvaluationResult, images: ReadonlyMap<string, string>): Report {
  switch (result.kind) {
    case 'pairs':
      return pairsReport(result, images);
    case 'search':
      return searchReport(result);
    case 'pad':
      return padReport(result);
    case 'quality':
      return qualityReport(result);
  }
}

function head(report: Report, { data, pack, at }: Provenance): Html {
  const tiles = report.tiles.map(
    ({ name, value, note }) =>
      markup`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`,
  );
  return markup`<header>
<p class="kicker">${data} · pack ${pack} · ${moment(at)}</p>
<h1>${report.title}</h1>
<p class="verdict">${report.verdict}</p>
<dl class="tiles">${tiles}</dl>
</header>`;
}

function section(heading: string, body: readonly Html[]): Html {
  return markup`<section>
<h2>${heading}</h2>
${body}
</section>
`;
}

function limits(own: readonly Html[], hasPictures: boolean): Html {
  const shared = [
    markup`They hold for these pictures. Other cameras, light, compression, ages and postures give other rates.`,
    markup`They hold for this mixture of people. Among people who are alike – of one sex, age or origin, or of one family – false matches are more frequent than in a mixture.`,
    markup`Bounds say what another draw of such data would give. They know nothing of wrong labels, of people under two names, or of pictures the networks were trained on.`,
    hasPictures
      ? markup`This file shows pictures of people. Keep and share it as you would the data themselves.`
      : markup`Paths and names of folders in this file may name people. Keep and share it accordingly.`,
  ];
  return markup`<ul class="limits">${[...own, ...shared].map((text) => markup`<li>${text}</li>`)}</ul>`;
}

function provenance(report: Report, { data, pack, modelId, at, machine }: Provenance): Html {
  const fact = (name: string, value: string | Html) => markup`<dt>${name}</dt><dd>${value}</dd>
`;
  const node = machine.node.replace(/^v/, '');
  return markup`<dl class="facts">
${fact('Data', data)}${report.counts.map(({ name, value }) => fact(name, value))}
${fact('Pack', pack)}${fact('Model', markup`<code>${modelId}</code>`)}${fact('Date', moment(at))}
${fact('Machine', `${machine.cpu}, ${count(machine.cores)} cores, Node ${node}`)}</dl>`;
}

/** To the minute, UTC; what is no date is told as it came. */
function moment(at: string): Html {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return markup`${at}`;
  const iso = time.toISOString();
  return markup`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
