// Original file: proto/faceengine/v1/types.proto

import type { QualityStatus as _faceengine_v1_QualityStatus, QualityStatus__Output as _faceengine_v1_QualityStatus__Output } from '../../faceengine/v1/QualityStatus.js';

/**
 * A component of ISO/IEC 29794-5.
 */
export interface QualityComponent {
  /**
   * Its name in the standard.
   */
  'name'?: (string);
  /**
   * As measured, in the component's own unit.
   */
  'nativeValue'?: (number | string);
  /**
   * 0–100, larger is better.
   */
  'value'?: (number | string);
  /**
   * Whether the values hold.
   */
  'status'?: (_faceengine_v1_QualityStatus);
}

/**
 * A component of ISO/IEC 29794-5.
 */
export interface QualityComponent__Output {
  /**
   * Its name in the standard.
   */
  'name': (string);
  /**
   * As measured, in the component's own unit.
   */
  'nativeValue': (number);
  /**
   * 0–100, larger is better.
   */
  'value': (number);
  /**
   * Whether the values hold.
   */
  'status': (_faceengine_v1_QualityStatus__Output);
}
