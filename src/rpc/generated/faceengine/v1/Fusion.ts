// Original file: proto/faceengine/v1/administration.proto

import type { FusionWeights as _faceengine_v1_FusionWeights, FusionWeights__Output as _faceengine_v1_FusionWeights__Output } from '../../faceengine/v1/FusionWeights.js';
import type { FusionSlopes as _faceengine_v1_FusionSlopes, FusionSlopes__Output as _faceengine_v1_FusionSlopes__Output } from '../../faceengine/v1/FusionSlopes.js';

/**
 * How scores become one.
 */
export interface Fusion {
  /**
   * The weights; with attention, those at quality 0.
   */
  'weights'?: (_faceengine_v1_FusionWeights | null);
  /**
   * How much more a modality weighs as its quality rises from 0 to 1: weight · exp(slope · quality). Absent: the weights
   * are fixed.
   */
  'attention'?: (_faceengine_v1_FusionSlopes | null);
}

/**
 * How scores become one.
 */
export interface Fusion__Output {
  /**
   * The weights; with attention, those at quality 0.
   */
  'weights': (_faceengine_v1_FusionWeights__Output | null);
  /**
   * How much more a modality weighs as its quality rises from 0 to 1: weight · exp(slope · quality). Absent: the weights
   * are fixed.
   */
  'attention': (_faceengine_v1_FusionSlopes__Output | null);
}
