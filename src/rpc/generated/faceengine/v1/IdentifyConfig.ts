// Original file: proto/faceengine/v1/biometrics.proto

import type { GalleryFilter as _faceengine_v1_GalleryFilter, GalleryFilter__Output as _faceengine_v1_GalleryFilter__Output } from '../../faceengine/v1/GalleryFilter.js';

/**
 * Among whom to look, and how sure to be.
 */
export interface IdentifyConfig {
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default. One that requires a device
   * signature is refused with BAD_FIELD: nobody is named whose key could be known.
   */
  'policy'?: (string);
  /**
   * Absent: everybody.
   */
  'filter'?: (_faceengine_v1_GalleryFilter | null);
  /**
   * Candidates that are told, 1–100; 0: 10.
   */
  'maxCandidates'?: (number);
  /**
   * How likely a person who is not enrolled may find anybody: 1e-9–0.5. Absent: the policy's identification_fpir_max,
   * which counts as well where it is less. BAD_FIELD unless the caller may read scores: a threshold of one's own choosing
   * tells them.
   */
  'fpirMax'?: (number | string);
  '_fpirMax'?: "fpirMax";
}

/**
 * Among whom to look, and how sure to be.
 */
export interface IdentifyConfig__Output {
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default. One that requires a device
   * signature is refused with BAD_FIELD: nobody is named whose key could be known.
   */
  'policy': (string);
  /**
   * Absent: everybody.
   */
  'filter': (_faceengine_v1_GalleryFilter__Output | null);
  /**
   * Candidates that are told, 1–100; 0: 10.
   */
  'maxCandidates': (number);
  /**
   * How likely a person who is not enrolled may find anybody: 1e-9–0.5. Absent: the policy's identification_fpir_max,
   * which counts as well where it is less. BAD_FIELD unless the caller may read scores: a threshold of one's own choosing
   * tells them.
   */
  'fpirMax'?: (number);
  '_fpirMax'?: "fpirMax";
}
