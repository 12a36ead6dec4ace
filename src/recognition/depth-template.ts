import type { CaptureState } from '../biometrics/capture-session.js';
import { depthDecision, depthEvidence } from '../biometrics/depth.js';
import { DEPTH_MODEL_ID, pooledRelief, RELIEF_FRAMES_MIN } from '../biometrics/depth-similarity.js';
import { reliefsOf, type Pool } from '../biometrics/evidence.js';
import type { Context } from './context.js';
import { storeTemplate } from './new-template.js';
import type { UnitOfWork } from './ports.js';

/** The relief of an enrolled face: a template of its own beside that of the picture, which alone enrols nobody. */
export interface DepthTemplate {
  readonly modelId: typeof DEPTH_MODEL_ID;
  /** The samples whose relief was seen. */
  readonly pool: Pool;
  /** The caller's, who zeroes it. */
  readonly embedding: Float32Array;
}

/** Null where a sensor saw too few of the pool's faces, or not surely one. */
export function depthTemplateOf(pool: Pool, state: CaptureState): DepthTemplate | null {
  if (depthDecision(depthEvidence(state.depths)) !== 'bona-fide') return null;
  const seen = { ...pool, samples: pool.samples.filter(({ face }) => state.tracker.reliefs[face]) };
  if (seen.samples.length < RELIEF_FRAMES_MIN) return null;
  const embedding = pooledRelief(reliefsOf(seen, state));
  return embedding && { modelId: DEPTH_MODEL_ID, pool: seen, embedding };
}

/**
 * Puts the depth template of an enrolment in the place of an earlier one; without one, an earlier one goes too: it is of
 * an enrolment that is no more, perhaps of somebody else.
 */
export async function putDepthTemplate(
  context: Context,
  subjectId: string,
  made: DepthTemplate | null,
  unit: UnitOfWork,
): Promise<void> {
  const earlier = await unit.templates.find(subjectId, DEPTH_MODEL_ID);
  if (made) await storeTemplate(context, { ...made, subjectId, version: (earlier?.version ?? 0) + 1 }, unit);
  else if (earlier) await unit.templates.remove(earlier.templateId);
}
