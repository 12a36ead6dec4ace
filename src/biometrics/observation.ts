import type { DepthMeasures } from './depth.js';

/** What one frame showed: the only thing that leaves a worker. Pixels never do. */
export interface Observation {
  /** Size of the upright picture, pixels. */
  readonly width: number;
  readonly height: number;
  /** Faces found, largest first; comparison and liveness look at `face` alone. */
  readonly faceCount: number;
  /** Area of the second largest face divided by that of the largest, 0 when there is no second. */
  readonly secondFaceRatio: number;
  /** The dominant face, or null when no face was found. */
  readonly face: FaceObservation | null;
}

/** Axis-aligned, pixels of the upright picture; may reach past its borders. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Head pose from the mesh, degrees; ISO/IEC 29794-5: yaw positive to the subject's left, pitch positive up, roll positive towards the subject's left shoulder. */
export interface HeadPose {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

export interface FaceObservation {
  readonly box: Box;
  /** Detector confidence, 0–1. */
  readonly detectionScore: number;
  /** Second opinion of the mesh that this is a face, 0–1. */
  readonly presenceScore: number;
  /** Right eye, left eye, nose tip, right and left mouth corner of the subject as seen in the picture (image-left first): 5 × (x, y), pixels. */
  readonly points: Float32Array;
  /** 468 × (x, y, z) of the MediaPipe face mesh, pixels; z grows away from the camera. */
  readonly landmarks: Float32Array;
  readonly pose: HeadPose;
  readonly quality: QualityMeasurements;
  /** Opening of the image-left and image-right eye, 0 (closed) – 1 (open); null where it was not asked for or could not be measured. */
  readonly eyeOpening: EyeOpening | null;
  /**
   * Probability of a bona fide presentation at even odds, 0–1: the logistic function of the log-likelihood ratio fused
   * from `cues`; null where it was not asked for.
   */
  readonly liveness: number | null;
  /** What each cue of a single frame says; empty where it was not asked for. */
  readonly cues: readonly PadCue[];
  /** The face's normalised luma, 160 × 160, for the flow of a later frame; the capture's owner zeroes it. Null where it was not asked for. */
  readonly chip: Uint8Array | null;
  /** Since the chip that was given; null without one, or where no homography was found. */
  readonly flow: FaceFlow | null;
  /** Null where liveness was not asked for. */
  readonly fingerprint: Fingerprint | null;
  /** L2-normalised; null where it was not asked for. */
  readonly embedding: Float32Array | null;
  /** The same face by the model that is being left (FORMER_EMBEDDING), L2-normalised; null where it was not asked for. */
  readonly formerEmbedding: Float32Array | null;
  /** What a depth sensor, or with DEPTH_ESTIMATION_FALLBACK the mesh alone, says of its shape; null where neither could. */
  readonly depth: DepthMeasures | null;
  /** Descriptor of the relief a sensor saw, L2-normalised; null where none saw enough of it. */
  readonly relief: Float32Array | null;
}

/** One cue of presentation attack detection in one frame. */
export interface PadCue {
  /** The network's name in the manifest, or `texture`. */
  readonly name: string;
  /** As the cue itself gives it: log-odds of its class for live faces. */
  readonly raw: number;
  /** Log-likelihood ratio of bona fide against attack, natural logarithm, held within the cue's limit. */
  readonly llr: number;
}

/** What no motion of a plane explains between two pictures of a face; lengths in inter-eye distances. */
export interface FaceFlow {
  /** How far the homography between the two carries a corner of the chip, as a share of its side. */
  readonly displacement: number;
  /** Mean square of a patch's vector. */
  readonly meanSquare: number;
  /** The same, up to one factor, of noise as strong as all that differs between the two. */
  readonly noise: number;
  /** 8 × 8 × (x, y). */
  readonly leftOver: Float32Array;
}

/**
 * What tells a picture sent again from a second picture of the same scene: native/core/fingerprint.h.
 *
 * It is kept as long as the embeddings of its capture, zeroed with them, and never stored.
 */
export interface Fingerprint {
  /** 64 bits, near for pictures that look alike. */
  readonly hash: Uint8Array;
  /** At places spread over the picture. */
  readonly picture: NoiseSigns;
  /** At the places on and around the middle of the face. */
  readonly face: NoiseSigns;
}

export interface NoiseSigns {
  readonly window: NoiseWindow;
  /** One code for each place, row by row: 0 nothing to see, ±1 of noise, ±2 of the scene. */
  readonly signs: Int8Array;
}

/** Places on the picture's grid of cells of 4 × 4 pixels, `step` cells apart in both directions. */
export interface NoiseWindow {
  /** The first place. */
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
  readonly step: number;
}

/** What gates and quality look at: all that must be kept of a frame to judge it again under other gates. */
export type MeasuredFace = Pick<FaceObservation, 'presenceScore' | 'pose' | 'quality' | 'eyeOpening'>;

/** A frame as its gates see it; an `Observation` is one. */
export interface MeasuredFrame {
  readonly face: MeasuredFace | null;
  /** As in `Observation`. */
  readonly secondFaceRatio: number;
}

export interface EyeOpening {
  readonly left: number;
  readonly right: number;
}

/** What quality components are made of, as measured: `quality-components.ts` names and rates it. */
export interface QualityMeasurements {
  /** Variance of the Laplacian over the aligned luma chip (128 × 128), grey levels squared. */
  readonly sharpness: number;
  /** Share of face pixels with linear luminance ≤ 25 of 255, 0–1. */
  readonly underExposure: number;
  /** Share of face pixels with linear luminance ≥ 247 of 255, 0–1. */
  readonly overExposure: number;
  /** Entropy of the histogram of linear luminance over the face, bits, 0–8. */
  readonly dynamicRange: number;
  /** Intersection of the histograms of linear luminance of the two halves of the face, 0–1; 1 is even light. */
  readonly illuminationUniformity: number;
  /** Mean luma over the face, 0–255: how bright it looks, which is what gates ask. */
  readonly luminanceMean: number;
  /** Mean of linear luminance over the face, 0–1. */
  readonly linearLuminanceMean: number;
  /** Variance of linear luminance over the face, 0–0.25. */
  readonly linearLuminanceVariance: number;
  /** Distance of the cheeks' mean CIELAB a*, b* from the range of natural skin; null where a cheek is outside the picture. */
  readonly skinColourDistance: number | null;
  /** Distance of the eye centres, pixels of the upright picture. */
  readonly interEyeDistance: number;
  /** From the middle of the eyes to the chin, divided by the height of the picture. */
  readonly headSize: number;
  /** From the eye on either side of the picture to that border, divided by the inter-eye distance; negative when outside. */
  readonly leftwardCrop: number;
  readonly rightwardCrop: number;
  /** From the middle of the eyes to the upper and to the lower border, divided by the distance of eyes and chin. */
  readonly marginAbove: number;
  readonly marginBelow: number;
  /** Smallest distance of the face box from a border of the picture divided by the box width; negative when cut off. */
  readonly marginRatio: number;
  /** Width of the face box divided by the width of the picture. */
  readonly faceWidthRatio: number;
  /** Largest distance of the inner lips divided by the distance of eyes and chin. */
  readonly mouthOpening: number;
}

/** What a use case needs from a frame: nothing else is computed. */
export interface Measurements {
  readonly embedding: boolean;
  readonly formerEmbedding: boolean;
  readonly liveness: boolean;
  readonly eyes: boolean;
  /**
   * Null for a picture that is no frame of a capture. Of one that is, the chip and the fingerprint; with a reference, a chip
   * of an earlier frame, the flow since then.
   */
  readonly motion: { readonly reference: Uint8Array | null } | null;
}
