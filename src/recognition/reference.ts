import type { CaptureState } from '../biometrics/capture-session.js';
import type { ReferenceScores } from '../biometrics/claim.js';
import { comparisonScore } from '../biometrics/embedding.js';
import { FaceError } from '../errors.js';
import type { Context } from './context.js';
import { decoyReference } from './decoy.js';
import { requireKey } from './keys.js';
import type { Call, TemplateRow } from './ports.js';
import { spaceInUse, spacesOf, type Space } from './space.js';

/** What a capture is compared with. */
export interface Reference {
  /** The caller's, who zeroes it. */
  readonly embedding: Float32Array;
  /** Null for a decoy. */
  readonly template: Pick<TemplateRow, 'templateId' | 'version'> | null;
  /** The model that made it. */
  readonly space: Space;
}

/** Of a subject's data keys; nearly every subject has this one alone. */
const FIRST_GENERATION = 1;

/** Of the model in use. */
export function decoyOf(context: Context, subjectId: string): Reference {
  return { embedding: decoyReference(context, subjectId), template: null, space: spaceInUse(context) };
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
    for (const space of spaces) {
      const row = rows.find(({ modelId }) => modelId === space.modelId);
      if (row) return { embedding: await context.vault.open(row, unit), template: row, space };
    }
    const [other] = rows;
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
export function comparisonsWith({ embedding, template }: Reference): (state: CaptureState) => ReferenceScores {
  const scores: number[] = [];
  return ({ tracker }) => {
    for (const face of tracker.embeddings.slice(scores.length)) {
      // Of the precision in which a record keeps them, so that it is judged by the same numbers.
      scores.push(Math.fround(comparisonScore(face, embedding)));
    }
    return { scores, decoy: template === null };
  };
}
