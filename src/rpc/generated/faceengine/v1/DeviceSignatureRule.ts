// Original file: proto/faceengine/v1/administration.proto

/**
 * What a policy asks of device signatures.
 */
export const DeviceSignatureRule = {
  /**
   * As OPTIONAL.
   */
  DEVICE_SIGNATURE_RULE_UNSPECIFIED: 'DEVICE_SIGNATURE_RULE_UNSPECIFIED',
  /**
   * Checked where the config names a key.
   */
  DEVICE_SIGNATURE_RULE_OPTIONAL: 'DEVICE_SIGNATURE_RULE_OPTIONAL',
  /**
   * Captures that name no key are refused with BAD_FIELD, and so are pictures of unary calls, which cannot be signed.
   */
  DEVICE_SIGNATURE_RULE_REQUIRED: 'DEVICE_SIGNATURE_RULE_REQUIRED',
} as const;

/**
 * What a policy asks of device signatures.
 */
export type DeviceSignatureRule =
  /**
   * As OPTIONAL.
   */
  | 'DEVICE_SIGNATURE_RULE_UNSPECIFIED'
  | 0
  /**
   * Checked where the config names a key.
   */
  | 'DEVICE_SIGNATURE_RULE_OPTIONAL'
  | 1
  /**
   * Captures that name no key are refused with BAD_FIELD, and so are pictures of unary calls, which cannot be signed.
   */
  | 'DEVICE_SIGNATURE_RULE_REQUIRED'
  | 2

/**
 * What a policy asks of device signatures.
 */
export type DeviceSignatureRule__Output = typeof DeviceSignatureRule[keyof typeof DeviceSignatureRule]
