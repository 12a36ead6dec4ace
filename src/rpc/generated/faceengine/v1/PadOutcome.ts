// Original file: proto/faceengine/v1/types.proto

/**
 * Whether a living person was before the camera.
 */
export const PadOutcome = {
  /**
   * Never sent; treat it as ATTACK.
   */
  PAD_OUTCOME_UNSPECIFIED: 'PAD_OUTCOME_UNSPECIFIED',
  /**
   * A bona fide presentation.
   */
  PAD_OUTCOME_BONA_FIDE: 'PAD_OUTCOME_BONA_FIDE',
  /**
   * A presentation attack.
   */
  PAD_OUTCOME_ATTACK: 'PAD_OUTCOME_ATTACK',
  /**
   * Not enough evidence.
   */
  PAD_OUTCOME_INCONCLUSIVE: 'PAD_OUTCOME_INCONCLUSIVE',
} as const;

/**
 * Whether a living person was before the camera.
 */
export type PadOutcome =
  /**
   * Never sent; treat it as ATTACK.
   */
  | 'PAD_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * A bona fide presentation.
   */
  | 'PAD_OUTCOME_BONA_FIDE'
  | 1
  /**
   * A presentation attack.
   */
  | 'PAD_OUTCOME_ATTACK'
  | 2
  /**
   * Not enough evidence.
   */
  | 'PAD_OUTCOME_INCONCLUSIVE'
  | 3

/**
 * Whether a living person was before the camera.
 */
export type PadOutcome__Output = typeof PadOutcome[keyof typeof PadOutcome]
