import type { FrameReason, QualityComponent, QualityComponentName } from './outcome.js';
import { sigmoid } from './quality-mappings.js';

/** What a component takes from the unified quality, and what to tell the person when it takes most. */
interface Share {
  readonly weight: number;
  /** 0–1, never falling as the component's value rises. */
  readonly goodness: (component: QualityComponent) => number;
  readonly fault: FrameReason;
}

const byValue = ({ value }: QualityComponent): number => value / 100;
/** For shares of spoilt pixels, whose values jump where comparisons hardly notice. */
const bySpared = ({ nativeValue }: QualityComponent): number => Math.max(0, 1 - nativeValue);

/**
 * Weights fitted on mated comparisons and rounded: docs/decisions/0015-unified-quality.md. Inter-eye distance is prior
 * knowledge, since the faces of the fit are all of one size: an aligned face of 112 pixels has its eyes 35 apart, and
 * detail is missing below. Components that are not here do not predict errors, or gates alone look at them.
 */
const shares: Partial<Record<QualityComponentName, Share>> = {
  HeadPosePitch: { weight: 3, goodness: byValue, fault: 'HEAD_TURNED' },
  HeadPoseYaw: { weight: 1, goodness: byValue, fault: 'HEAD_TURNED' },
  OverExposurePrevention: { weight: 3, goodness: bySpared, fault: 'TOO_BRIGHT' },
  UnderExposurePrevention: { weight: 0.3, goodness: bySpared, fault: 'TOO_DARK' },
  LuminanceVariance: { weight: 0.25, goodness: byValue, fault: 'LOW_CONTRAST' },
  IlluminationUniformity: { weight: 0.25, goodness: byValue, fault: 'UNEVEN_LIGHT' },
  Sharpness: { weight: 0.5, goodness: byValue, fault: 'BLURRED' },
  InterEyeDistance: {
    weight: 0.5,
    goodness: ({ nativeValue }) => sigmoid(nativeValue, 24, 5),
    fault: 'FACE_TOO_SMALL',
  },
  MouthClosed: { weight: 0.5, goodness: byValue, fault: 'MOUTH_OPEN' },
  EyesOpen: { weight: 0.2, goodness: byValue, fault: 'EYES_CLOSED' },
};

/**
 * Unified quality, 0–100: the product of what each component leaves of it, so that no component makes up for another.
 * One that could not be assessed takes nothing; a face whose pixels could not be assessed at all is worth nothing.
 */
export function unifiedQuality(components: readonly QualityComponent[]): number {
  if (!pixelsAssessed(components)) return 0;
  return 100 * components.reduce((product, component) => product * left(component), 1);
}

/** What lowers the unified quality most, as a reason. */
export function weakestFault(components: readonly QualityComponent[]): FrameReason {
  if (!pixelsAssessed(components)) return 'FACE_CUT_OFF';
  const weakest = components.reduce((a, b) => (left(b) < left(a) ? b : a));
  return shares[weakest.name]?.fault ?? 'LOW_CONTRAST';
}

function pixelsAssessed(components: readonly QualityComponent[]): boolean {
  return components.some(({ name, status }) => name === 'Sharpness' && status === 'ASSESSED');
}

/** 0–1: the factor of one component. */
function left(component: QualityComponent): number {
  const share = shares[component.name];
  if (!share || component.status !== 'ASSESSED') return 1;
  return share.goodness(component) ** share.weight;
}
