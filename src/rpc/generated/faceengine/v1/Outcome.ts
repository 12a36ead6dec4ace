// Original file: proto/faceengine/v1/types.proto

/**
 * The answer to a biometric claim.
 */
export const Outcome = {
  /**
   * Never sent; treat it as REJECT.
   */
  OUTCOME_UNSPECIFIED: 'OUTCOME_UNSPECIFIED',
  /**
   * The claim is accepted.
   */
  OUTCOME_ACCEPT: 'OUTCOME_ACCEPT',
  /**
   * The claim is rejected.
   */
  OUTCOME_REJECT: 'OUTCOME_REJECT',
  /**
   * Neither: try again, as the hint says.
   */
  OUTCOME_RE_VERIFY: 'OUTCOME_RE_VERIFY',
} as const;

/**
 * The answer to a biometric claim.
 */
export type Outcome =
  /**
   * Never sent; treat it as REJECT.
   */
  | 'OUTCOME_UNSPECIFIED'
  | 0
  /**
   * The claim is accepted.
   */
  | 'OUTCOME_ACCEPT'
  | 1
  /**
   * The claim is rejected.
   */
  | 'OUTCOME_REJECT'
  | 2
  /**
   * Neither: try again, as the hint says.
   */
  | 'OUTCOME_RE_VERIFY'
  | 3

/**
 * The answer to a biometric claim.
 */
export type Outcome__Output = typeof Outcome[keyof typeof Outcome]
