// Original file: proto/faceengine/v1/biometrics.proto


/**
 * The public key of a device.
 */
export interface DeviceKey {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-], one for each key of a subject, 8 at most. With `replace` a key takes the place
   * of the one that has its id.
   */
  'keyId'?: (string);
  /**
   * DER SubjectPublicKeyInfo: Ed25519, or ECDSA over P-256 with an uncompressed point.
   */
  'spki'?: (Buffer | Uint8Array | string);
}

/**
 * The public key of a device.
 */
export interface DeviceKey__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-], one for each key of a subject, 8 at most. With `replace` a key takes the place
   * of the one that has its id.
   */
  'keyId': (string);
  /**
   * DER SubjectPublicKeyInfo: Ed25519, or ECDSA over P-256 with an uncompressed point.
   */
  'spki': (Buffer);
}
