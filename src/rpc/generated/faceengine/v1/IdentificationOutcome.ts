// Original file: proto/faceengine/v1/identification.proto

/**
 * What a search came to.
 */
export const IdentificationOutcome = {
  /**
   * Never sent; treat it as NO_CANDIDATE.
   */
  IDENTIFICATION_OUTCOME_UNSPECIFIED: 'IDENTIFICATION_OUTCOME_UNSPECIFIED',
  /**
   * At least one reference reached the threshold.
   */
  IDENTIFICATION_OUTCOME_CANDIDATES: 'IDENTIFICATION_OUTCOME_CANDIDATES',
  /**
   * No reference did.
   */
  IDENTIFICATION_OUTCOME_NO_CANDIDATE: 'IDENTIFICATION_OUTCOME_NO_CANDIDATE',
  /**
   * The capture would not do, so nobody was searched for: try again, as the hint says.
   */
  IDENTIFICATION_OUTCOME_RE_VERIFY: 'IDENTIFICATION_OUTCOME_RE_VERIFY',
  /**
   * The capture is an attack, or shows more than one person; nobody was searched for.
   */
  IDENTIFICATION_OUTCOME_REJECT: 'IDENTIFICATION_OUTCOME_REJECT',
} as const;

/**
 * What a search came to.
 */
export type IdentificationOutcome =
  /**
   * Never sent; treat it as NO_CANDIDATE.
   */
  | 'IDENTIFICATION_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * At least one reference reached the threshold.
   */
  | 'IDENTIFICATION_OUTCOME_CANDIDATES'
  | 1
  /**
   * No reference did.
   */
  | 'IDENTIFICATION_OUTCOME_NO_CANDIDATE'
  | 2
  /**
   * The capture would not do, so nobody was searched for: try again, as the hint says.
   */
  | 'IDENTIFICATION_OUTCOME_RE_VERIFY'
  | 3
  /**
   * The capture is an attack, or shows more than one person; nobody was searched for.
   */
  | 'IDENTIFICATION_OUTCOME_REJECT'
  | 4

/**
 * What a search came to.
 */
export type IdentificationOutcome__Output = typeof IdentificationOutcome[keyof typeof IdentificationOutcome]
