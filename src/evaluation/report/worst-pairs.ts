import type { PairsResult, WorstPair } from '../results.js';
import { table } from './blocks.js';
import { type Html, markup } from './markup.js';
import { decimal } from './numbers.js';

/** Comparisons that went most wrong; with their pictures only where those were asked for. */
export function worstPairs({ worstMated, worstNonMated }: PairsResult, images: ReadonlyMap<string, string>): Html[] {
  const [mated, nonMated] = [
    'One person, lowest scores first. Look for wrong labels before blaming the model.',
    'Different people, highest scores first. Twins, relatives and one person under two names come up here.',
  ];
  return [markup`${listed(worstMated, mated, images)}`, markup`${listed(worstNonMated, nonMated, images)}`];
}

function listed(pairs: readonly WorstPair[], caption: string, images: ReadonlyMap<string, string>): Html {
  if (pairs.length === 0) return markup`<p>${caption} There is none.</p>`;
  if (images.size === 0) return tableOf(pairs, caption);
  return markup`<p>${caption}</p>
<ol class="pairs">${pairs.map((pair) => markup`<li>${card(pair, images)}</li>`)}</ol>`;
}

function tableOf(pairs: readonly WorstPair[], caption: string): Html {
  return table({
    caption,
    stacks: true,
    columns: [
      { name: 'Score', figures: true },
      { name: 'Similarity', figures: true },
      { name: 'Picture' },
      { name: 'Compared with' },
    ],
    rows: pairs.map(({ score, similarity, a, b }) => [scoreOf(score), decimal(similarity, 2), a, b]),
  });
}

function card({ score, similarity, a, b }: WorstPair, images: ReadonlyMap<string, string>): Html {
  return markup`<figure>
<div class="pictures">${picture(a, images)}${picture(b, images)}</div>
<figcaption><strong>${scoreOf(score)}, similarity ${decimal(similarity, 2)}</strong> ${broken(a)}<br>${broken(b)}</figcaption>
</figure>`;
}

/** Long paths go on in the next line after a slash or an underscore, and in the middle of a word only where they must. */
function broken(path: string): Html {
  return markup`${path.split(/(?<=[/_])/).map((part) => markup`${part}<wbr>`)}`;
}

function picture(path: string, images: ReadonlyMap<string, string>): Html {
  const source = images.get(path);
  if (source === undefined || !source.startsWith('data:image/')) return markup`<span class="none">no picture</span>`;
  return markup`<img src="${source}" alt="${path}">`;
}

/** A picture without a face has no score. */
function scoreOf(score: number): string {
  return Number.isFinite(score) ? decimal(score, 3) : 'no face';
}
