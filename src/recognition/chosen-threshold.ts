import { FaceError } from '../errors.js';

/** Who may not read scores chooses no threshold of a search either. */
export interface ThresholdRights {
  /**
   * Whether the caller may read scores of comparisons with stored templates. Whether somebody reaches a threshold of the
   * caller's own choosing tells the score, in as many digits as there are calls.
   */
  readonly scoresRevealed: boolean;
}

/** @param chosen null when the caller left it out @throws FaceError BAD_FIELD */
export function refuseChosenThreshold({ scoresRevealed }: ThresholdRights, chosen: number | null, field: string): void {
  if (scoresRevealed || chosen === null) return;
  const message =
    `${field}: nothing was expected, since this server does not reveal scores (REVEAL_SCORES), ` +
    'and a threshold of the caller’s own choosing would; a number came. Leave it out.';
  throw new FaceError('BAD_FIELD', message, { field });
}
