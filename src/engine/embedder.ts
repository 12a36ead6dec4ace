import { FaceError } from '../errors.js';
import type { ModelOfRole, PointsSource, ResolvedEmbedding } from '../models/manifest.js';
import { at } from './geometry.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

/** Five points by who found them, 5 × (x, y), picture pixels. */
export type Points = Readonly<Record<PointsSource, Float32Array>>;

/** An embedder's network, fed and run. */
export interface Embedder {
  /** Embedders of the same one see the same pixels. */
  readonly alignment: string;
  /** Where `align` writes; the network leaves it as it is. */
  readonly input: Float32Array;
  /** Aligns the face to the embedder's own template, straight into its input. */
  align(points: Points): void;
  /** Embeds what lies in the input; the result is overwritten by the next run. */
  embed(): Promise<Float32Array>;
}

export function createEmbedder(
  { template, points: source, input, dimension }: ModelOfRole<'embedder'>,
  network: Network,
  { native, pyramid }: { readonly native: Native; readonly pyramid: Pyramid },
): Embedder {
  const target = Float32Array.from(template.flat());
  const map = new Float64Array(6);
  const output = network.sized(dimension);
  return {
    alignment: JSON.stringify([source, template, input]),
    input: network.input,
    align(points) {
      native.similarity(points[source], target, map);
      pyramid.toTensor(map, input, network.input);
    },
    async embed() {
      await network.run();
      return output;
    },
  };
}

/** An embedding by what it is made of. */
export interface Recipe {
  readonly parts: readonly { readonly embedder: Embedder; readonly weight: number }[];
}

/** @param embedders those of the pack, by the model's name */
export function recipeOf(
  { embedding, embedders: models }: ResolvedEmbedding,
  embedders: ReadonlyMap<string, Embedder>,
): Recipe {
  const parts = models.map(({ name }, index) => {
    const embedder = embedders.get(name);
    if (!embedder) throw new FaceError('INTERNAL', `embedding ${embedding.name}: ${name} was not loaded`);
    return { embedder, weight: embedding.parts[index]?.weight ?? 1 };
  });
  return { parts };
}

/**
 * One face by several embeddings. An embedder that is part of more than one runs once, and pixels that two embedders see
 * alike are warped once.
 *
 * @param lap called when a stage is over
 * @returns one embedding for each recipe, null where there is nothing to compare
 */
export async function embedAll(
  recipes: readonly Recipe[],
  points: Points,
  lap: (stage: 'align' | 'embed') => void,
): Promise<(Float32Array | null)[]> {
  const vectors = new Map<Embedder, Float32Array>();
  for (const embedder of new Set(recipes.flatMap(({ parts }) => parts.map((part) => part.embedder)))) {
    const alike = [...vectors.keys()].find(({ alignment }) => alignment === embedder.alignment);
    if (alike) embedder.input.set(alike.input);
    else embedder.align(points);
    lap('align');
    vectors.set(embedder, await embedder.embed());
    lap('embed');
  }
  return recipes.map(({ parts }) =>
    compose(
      parts.flatMap(({ embedder, weight }) => ({ vector: vectors.get(embedder) ?? new Float32Array(0), weight })),
    ),
  );
}

/**
 * Joins the parts: each L2-normalised and scaled by its weight, one after the other, then L2-normalised together.
 *
 * The dot product of two such vectors is the mean of the parts' cosines, weighted by their squared weights.
 *
 * @returns null when a part has no length or is not finite: there is nothing to compare then
 */
export function compose(
  parts: readonly { readonly vector: Float32Array; readonly weight: number }[],
): Float32Array | null {
  const out = new Float32Array(parts.reduce((length, { vector }) => length + vector.length, 0));
  const total = Math.sqrt(parts.reduce((sum, { weight }) => sum + weight * weight, 0));
  let offset = 0;
  for (const { vector, weight } of parts) {
    const length = lengthOf(vector);
    if (!(length > 0) || !Number.isFinite(length)) return null;
    const factor = weight / (total * length);
    for (let i = 0; i < vector.length; i++) out[offset + i] = at(vector, i) * factor;
    offset += vector.length;
  }
  return out;
}

function lengthOf(vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += at(vector, i) ** 2;
  return Math.sqrt(sum);
}
