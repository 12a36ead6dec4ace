import type { Calibration } from '../biometrics/calibration.js';
import type { CaptureState } from '../biometrics/capture-session.js';
import { formerView } from '../biometrics/former-space.js';
import { FaceError } from '../errors.js';
import type { Context } from './context.js';

/** A model that captures are compared by: its embeddings compare with its templates, on its scale, and with no others. */
export interface Space {
  /** As stamped on its templates. */
  readonly modelId: string;
  readonly calibration: Calibration;
  /** A capture as this model sees it. Asked for the states of one capture, in order. */
  readonly view: (state: CaptureState) => CaptureState;
}

export function spaceInUse({ engine, calibration }: Context): Space {
  return { modelId: engine.modelId, calibration, view: (state) => state };
}

/** The space of the model that is being left, for one capture; null outside a change of model. */
export function formerSpace({ engine, formerCalibration }: Context): Space | null {
  if (!engine.former) return null;
  if (!formerCalibration) throw new FaceError('INTERNAL', 'the former model came without its calibration');
  return { modelId: engine.former.modelId, calibration: formerCalibration, view: formerView() };
}

/** The models that this server knows subjects by, for one capture; the one in use first. */
export function spacesOf(context: Context): readonly Space[] {
  const former = formerSpace(context);
  return former ? [spaceInUse(context), former] : [spaceInUse(context)];
}
