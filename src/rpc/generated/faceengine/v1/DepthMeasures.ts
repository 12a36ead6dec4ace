// Original file: proto/faceengine/v1/types.proto

import type { DepthOrigin as _faceengine_v1_DepthOrigin, DepthOrigin__Output as _faceengine_v1_DepthOrigin__Output } from '../../faceengine/v1/DepthOrigin.js';

/**
 * The shape of a face, millimetres.
 */
export interface DepthMeasures {
  /**
   * What it was measured on. ESTIMATED: the face mesh itself, scaled to an adult's size.
   */
  'origin'?: (_faceengine_v1_DepthOrigin);
  /**
   * Root mean square distance from its plane.
   */
  'planeResidualMm'?: (number | string);
  /**
   * Root mean square distance from its best quadratic surface.
   */
  'surfaceResidualMm'?: (number | string);
  /**
   * Height of the tip of the nose over eye corners, cheeks and mouth corners.
   */
  'noseReliefMm'?: (number | string);
}

/**
 * The shape of a face, millimetres.
 */
export interface DepthMeasures__Output {
  /**
   * What it was measured on. ESTIMATED: the face mesh itself, scaled to an adult's size.
   */
  'origin': (_faceengine_v1_DepthOrigin__Output);
  /**
   * Root mean square distance from its plane.
   */
  'planeResidualMm': (number);
  /**
   * Root mean square distance from its best quadratic surface.
   */
  'surfaceResidualMm': (number);
  /**
   * Height of the tip of the nose over eye corners, cheeks and mouth corners.
   */
  'noseReliefMm': (number);
}
