import type { CaptureState, Sample } from './capture-session.js';
import { allFrameFaults } from './capture-session.js';
import { comparisonScore } from './embedding.js';
import type { Policy } from './policy.js';

/** A capture while one embedding model is left for another: both see the same frames, each in a space of its own. */

/**
 * Sees a capture as the former model does: the same frames, gates and signs of life, with that model's embeddings and
 * the scores between them. Frames without its embedding are no samples.
 *
 * @returns for the states of one capture, in order; compares every face once
 */
export function formerView(): (state: CaptureState) => CaptureState {
  const gram: Float32Array[] = [];
  const none = new Float32Array(0);
  return (state) => {
    const faces = state.tracker.formerEmbeddings;
    for (const face of faces.slice(gram.length)) {
      const earlier = faces.slice(0, gram.length);
      gram.push(Float32Array.from(earlier, (other) => (face && other ? comparisonScore(other, face) : NaN)));
    }
    return {
      ...state,
      gram,
      samples: state.samples.filter(({ face }) => faces[face]),
      tracker: { ...state.tracker, embeddings: faces.map((face) => face ?? none) },
    };
  };
}

/** Those of these samples whose frames would do for an enrolment too. */
export function fitToEnrol(samples: readonly Sample[], { frames }: CaptureState, policy: Policy): readonly Sample[] {
  // A sample names a row of the Gram, and each frame with scores made one.
  const faces = frames.filter(({ face }) => face?.scores);
  return samples.filter(({ face }) => {
    const frame = faces[face];
    return frame !== undefined && allFrameFaults(frame, { policy, purpose: 'enrolment' }).length === 0;
  });
}
