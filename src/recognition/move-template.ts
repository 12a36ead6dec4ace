import type { CaptureState } from '../biometrics/capture-session.js';
import type { ReferenceScores } from '../biometrics/claim.js';
import { pooledEmbedding, poolOf, type Pool } from '../biometrics/evidence.js';
import { fitToEnrol, seenByBoth } from '../biometrics/former-space.js';
import type { Policy } from '../biometrics/policy.js';
import type { Context } from './context.js';
import { isLasting } from './migration.js';
import { SAME_PERSON_MIN, storeTemplate } from './new-template.js';
import type { Call, UnitOfWork } from './ports.js';
import type { Reference } from './reference.js';

/**
 * Calibrated similarity (FMR 1:10,000) with the old template, however little a policy asks: whoever passed a lax one
 * would have a template of his own, which passes all others for years.
 */
const SIMILARITY_MIN = 0.8;
/** Frames a template needs that is made by the way, and not by an enrolment. */
const SAMPLES_MIN = 3;
/** How long an accepted claim waits for it, milliseconds. */
const MOVE_MS_MAX = 2_000;

/** A claim that was accepted by a template of the former model. */
export interface AcceptedByFormer {
  readonly subjectId: string;
  readonly policy: Policy;
  /** Still with its embeddings. */
  readonly state: CaptureState;
  readonly reference: Reference;
  readonly compared: ReferenceScores;
  /** Calibrated, of the pool; as decided. */
  readonly similarity: number | null;
}

/**
 * Makes a template of the model in use from the capture that has just been accepted, and stores it beside the old one,
 * while a migration lasts. The claim is decided already: nothing that happens here is its caller's concern, so this
 * never throws.
 */
export async function moveTemplate(context: Context, accepted: AcceptedByFormer, call: Call): Promise<void> {
  const { policy, similarity } = accepted;
  if (policy.liveness === 'not-checked' || !(similarity !== null && similarity >= SIMILARITY_MIN)) return;
  const pool = poolToStore(context, accepted);
  const embedding = pool && pooledEmbedding(pool, accepted.state);
  if (!pool || !embedding) return;
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(MOVE_MS_MAX)]);
  const subject = { subjectId: accepted.subjectId, modelId: context.engine.modelId, version: 1 };
  try {
    const work = async (unit: UnitOfWork): Promise<boolean> => {
      if (!(await mayMove(context, accepted, unit))) return false;
      await storeTemplate(context, { ...subject, pool, embedding }, unit);
      return true;
    };
    if (await context.store.transaction(work, { signal })) context.journal.templateMoved();
  } catch (error) {
    context.journal.templateNotMoved(error);
  } finally {
    embedding.fill(0);
  }
}

/**
 * The frames that would do for an enrolment, show the person of the old template each for itself, and agree in the new
 * space; null when they are too few or do not.
 */
function poolToStore({ calibration }: Context, accepted: AcceptedByFormer): Pool | null {
  const { state, policy, compared, reference } = accepted;
  if (!seenByBoth(state)) return null;
  const { space } = reference;
  const scoreMin = space.calibration.scoreAt(SAME_PERSON_MIN);
  const kept = poolOf(space.view(state), policy.similarityFloor, space.calibration).samples;
  const recognised = kept.filter(({ face }) => (compared.scores[face] ?? NaN) >= scoreMin);
  const samples = fitToEnrol(recognised, state, policy);
  const pool = poolOf({ ...state, samples }, SAME_PERSON_MIN, calibration);
  return pool.consistent && pool.samples.length >= SAMPLES_MIN ? pool : null;
}

/** Asked with the subject locked: a template that was deleted or replaced during the capture is not brought back. */
async function mayMove(
  context: Context,
  { subjectId, reference }: AcceptedByFormer,
  unit: UnitOfWork,
): Promise<boolean> {
  const { template, space } = reference;
  const { modelId: toModelId } = context.engine;
  const migration = await unit.migrations.latest();
  if (!migration || !isLasting(migration, { fromModelId: space.modelId, toModelId })) return false;
  if (!template || !(await unit.subjects.lock(subjectId))) return false;
  const old = await unit.templates.get(template.templateId);
  if (old?.version !== template.version) return false;
  return (await unit.templates.find(subjectId, toModelId)) === null;
}
