import type { ModelOfRole, PointsSource } from '../models/manifest.js';
import { at } from './geometry.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './session.js';

/** One part of an embedding: a network, the template its training used, and its share in the whole. */
export interface EmbedderPart {
  /** Aligns the face to the part's own template, straight into its input. `points` are 5 × (x, y), picture pixels. */
  align(points: Float32Array): void;
  /** Whose points those are. */
  readonly points: PointsSource;
  /** Embeds what was aligned last; the result is overwritten by the next run. */
  embed(): Promise<Float32Array>;
  readonly weight: number;
}

export function createEmbedder(
  entry: ModelOfRole<'embedder'>,
  weight: number,
  network: Network,
  { native, pyramid }: { readonly native: Native; readonly pyramid: Pyramid },
): EmbedderPart {
  const template = Float32Array.from(entry.template.flat());
  const map = new Float64Array(6);
  const output = network.sized(entry.dimension);
  return {
    weight,
    points: entry.points,
    align(points) {
      native.similarity(points, template, map);
      pyramid.toTensor(map, entry.input, network.input);
    },
    async embed() {
      await network.run();
      return output;
    },
  };
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
