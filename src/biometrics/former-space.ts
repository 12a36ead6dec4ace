import { allFrameFaults, type CaptureState, type Sample } from './capture-session.js';
import { comparisonScore } from './embedding.js';
import type { FrameEvidence } from './frame-evidence.js';
import type { Policy } from './policy.js';

/** A capture while one embedding model is left for another: both see the same frames, each in a space of its own. */

/**
 * Sees a capture as the former model does: the same frames, gates and signs of life, with that model's embeddings and
 * the scores between them. A face without its embedding has no row there, and is no sample.
 *
 * @returns for the states of one capture, in order; compares every face once
 */
export function formerView(): (state: CaptureState) => CaptureState {
  const gram: Float32Array[] = [];
  const embeddings: Float32Array[] = [];
  const reliefs: (Float32Array | null)[] = [];
  /** Where the rows of the model in use went. */
  const rows: (number | null)[] = [];
  return (state) => {
    for (const face of state.tracker.formerEmbeddings.slice(rows.length)) {
      const relief = state.tracker.reliefs[rows.length] ?? null;
      rows.push(face ? embeddings.length : null);
      if (!face) continue;
      gram.push(Float32Array.from(embeddings, (earlier) => comparisonScore(earlier, face)));
      embeddings.push(face);
      reliefs.push(relief);
    }
    const samples = state.samples.flatMap((sample): Sample[] => {
      const row = rows[sample.face] ?? null;
      return row === null ? [] : [{ ...sample, face: row }];
    });
    const frames = withScores(state.frames, rows, gram);
    const tracker = { ...state.tracker, embeddings: [...embeddings], reliefs: [...reliefs] };
    return { ...state, frames, gram: [...gram], samples, tracker };
  };
}

function withScores(
  frames: readonly FrameEvidence[],
  rows: readonly (number | null)[],
  gram: readonly Float32Array[],
): FrameEvidence[] {
  let faces = 0;
  return frames.map((frame) => {
    const { face } = frame;
    if (!face?.scores) return frame;
    const row = rows[faces++] ?? null;
    return { ...frame, face: { ...face, scores: row === null ? null : (gram[row] ?? null) } };
  });
}

/** True when both models see every face, so that a row is the same face in both. */
export function seenByBoth({ tracker }: CaptureState): boolean {
  return tracker.formerEmbeddings.every((face) => face !== null);
}

/** Those of these samples whose frames would do for an enrolment too. @param samples rows of this state */
export function fitToEnrol(samples: readonly Sample[], { frames }: CaptureState, policy: Policy): readonly Sample[] {
  // A sample names a row of the Gram, and each frame with scores made one.
  const faces = frames.filter(({ face }) => face?.scores);
  return samples.filter(({ face }) => {
    const frame = faces[face];
    return frame !== undefined && allFrameFaults(frame, { policy, purpose: 'enrolment' }).length === 0;
  });
}
