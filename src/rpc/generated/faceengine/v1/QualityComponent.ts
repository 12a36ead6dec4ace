// Original file: proto/faceengine/v1/types.proto


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
}
