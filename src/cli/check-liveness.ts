import type { PadOutcome } from '../biometrics/outcome.js';
import type { Recognition } from '../recognition/recognition.js';
import { framesOf, picturesAt } from './pictures.js';
import { resultOf } from './steps.js';
import { exitCodes, shown, type Terminal } from './terminal.js';
import type { VerifyOptions } from './verify.js';

const exitCodeOf = {
  BONA_FIDE: exitCodes.ok,
  ATTACK: exitCodes.rejected,
  INCONCLUSIVE: exitCodes.reVerify,
} as const satisfies Record<PadOutcome, number>;

export async function checkLivenessOf(
  recognition: Recognition,
  paths: readonly string[],
  { policy, intervalMs }: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const pictures = await picturesAt(paths);
  const call = { signal: new AbortController().signal };
  const capture = recognition.checkLiveness({ policy }, framesOf(pictures, intervalMs), call);
  const result = await resultOf(capture, terminal);
  const { outcome, reasons, liveness, motion, blinks, framesAccepted, framesSeen, policyVersion } = result;
  terminal.result(result, [
    `${outcome}  ${reasons.join(', ')}`,
    `liveness ${shown(liveness)}, motion ${shown(motion)}, blinks ${blinks}, ${framesAccepted} of ${framesSeen} frames, ${policyVersion}`,
  ]);
  return exitCodeOf[outcome];
}
