import type { CaptureState } from '../biometrics/capture-session.js';
import type { ReferenceScores } from '../biometrics/claim.js';
import { DEPTH_MODEL_ID } from '../biometrics/depth-similarity.js';
import { comparisonScore } from '../biometrics/embedding.js';
import { FaceError } from '../errors.js';
import type { Context } from './context.js';
import { decoyReference, decoyRelief } from './decoy.js';
import { requireKey } from './keys.js';
import type { Call, TemplateRow, UnitOfWork } from './ports.js';
import { spaceInUse, spacesOf, type Space } from './space.js';

/** What a capture is compared with. */
export interface Reference {
  /** The caller's, who zeroes it. */
  readonly embedding: Float32Array;
  /** Null for a decoy. */
  readonly template: Pick<TemplateRow, 'templateId' | 'version'> | null;
  /** The model that made it. */
  readonly space: Space;
  readonly relief: ReliefReference;
}

/** What reliefs are compared with. */
interface ReliefReference {
  /** The caller's, who zeroes it. */
  readonly vector: Float32Array;
  /** True when the subject has no depth template. */
  readonly decoy: boolean;
}

/** Of a subject's data keys; nearly every subject has this one alone. */
const FIRST_GENERATION = 1;

/** Of the model in use. */
export function decoyOf(context: Context, subjectId: string): Reference {
  const relief = { vector: decoyRelief(context, subjectId), decoy: true };
  return { embedding: decoyReference(context, subjectId), template: null, space: spaceInUse(context), relief };
}

/**
 * The subject's template of the model in use, else that of the former model, opened; a decoy when there is none.
 *
 * The same statements are sent for every subject, so that the time this takes does not tell which of them it is.
 *
 * @throws FaceError MODEL_MISMATCH when the subject has templates, but of other models only
 */
export async function openReference(context: Context, subjectId: string, call: Call): Promise<Reference> {
  requireKey(context);
  const spaces = spacesOf(context);
  return context.store.transaction(async (unit) => {
    const rows = await unit.templates.listOf(subjectId);
    const relief = await openRelief(context, subjectId, rows, unit);
    for (const space of spaces) {
      const row = rows.find(({ modelId }) => modelId === space.modelId);
      if (row) return { embedding: await opened(context, row, unit, relief), template: row, space, relief };
    }
    relief.vector.fill(0);
    // A depth template alone enrols nobody.
    const other = rows.find(({ modelId }) => modelId !== DEPTH_MODEL_ID);
    if (!other) {
      // As opening a template does, so that there is as much to wait for.
      await unit.subjectKeys.find(subjectId, FIRST_GENERATION);
      return decoyOf(context, subjectId);
    }
    throw new FaceError(
      'MODEL_MISMATCH',
      `the template was made by the model ${other.modelId}, the server runs ${spaces.map(({ modelId }) => modelId).join(' and ')}. Enrol again.`,
    );
  }, call);
}

/** A template that does not open leaves no relief behind that was opened before it. */
async function opened(
  { vault }: Context,
  row: TemplateRow,
  unit: UnitOfWork,
  relief: ReliefReference,
): Promise<Float32Array> {
  try {
    return await vault.open(row, unit);
  } catch (error) {
    relief.vector.fill(0);
    throw error;
  }
}

/** The subject's depth template, opened; a decoy without one, for which as much is asked. */
async function openRelief(
  context: Context,
  subjectId: string,
  rows: readonly TemplateRow[],
  unit: UnitOfWork,
): Promise<ReliefReference> {
  const row = rows.find(({ modelId }) => modelId === DEPTH_MODEL_ID);
  if (row) return { vector: await context.vault.open(row, unit), decoy: false };
  await unit.subjectKeys.find(subjectId, FIRST_GENERATION);
  return { vector: decoyRelief(context, subjectId), decoy: true };
}

/** Zeroes what was opened. */
export function forgetReference({ embedding, relief }: Reference): void {
  embedding.fill(0);
  relief.vector.fill(0);
}

/** A template that was deleted or replaced during the capture, which may take a minute, accepts nobody any more. */
export async function isStillThere({ store }: Context, { template }: Reference, call: Call): Promise<boolean> {
  if (template === null) return false;
  return (await store.transaction((unit) => unit.templates.get(template.templateId), call)) !== null;
}

/**
 * Compares each face of a capture once, when it is first asked for.
 *
 * @returns for states as the reference's own space sees them
 */
export function comparisonsWith({ embedding, template, relief }: Reference): (state: CaptureState) => ReferenceScores {
  const scores: number[] = [];
  const depthScores: number[] = [];
  return ({ tracker }) => {
    for (const face of tracker.reliefs.slice(depthScores.length)) {
      depthScores.push(face ? Math.fround(comparisonScore(face, relief.vector)) : NaN);
    }
    for (const face of tracker.embeddings.slice(scores.length)) {
      // Of the precision in which a record keeps them, so that it is judged by the same numbers.
      scores.push(Math.fround(comparisonScore(face, embedding)));
    }
    return { scores, decoy: template === null, depth: { scores: depthScores, decoy: relief.decoy } };
  };
}
