import { normalised } from '../biometrics/embedding.js';
import type { Gallery, GalleryFound, GalleryQuery } from './gallery-ports.js';
import type { Call } from './ports.js';

/**
 * Searches for a pool, which is shorter than a single embedding (docs/decisions/0014-pooled-scores-keep-their-fmr.md). A
 * gallery takes probes of unit length, so the length goes into the threshold, and comes back with the scores.
 *
 * @param query its probe of any length; the caller's, who zeroes it
 */
export async function searchPool(gallery: Gallery, query: GalleryQuery, call: Call): Promise<GalleryFound> {
  const probe = normalised(query.probe);
  const length = Math.sqrt(query.probe.reduce((sum, value) => sum + value * value, 0));
  try {
    const found = await gallery.search({ ...query, probe, scoreMin: query.scoreMin / length }, call);
    const candidates = found.candidates.map(({ subjectId, score }) => ({ subjectId, score: score * length }));
    return { ...found, candidates };
  } finally {
    probe.fill(0);
  }
}
