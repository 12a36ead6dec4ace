import type { Outcome } from '../biometrics/outcome.js';
import type { Recognition } from '../recognition/recognition.js';
import type { PolicyName } from '../recognition/requests.js';
import { framesOf, picturesAt } from './pictures.js';
import { resultOf } from './steps.js';
import { exitCodes, shown, type Terminal } from './terminal.js';

export const exitCodeOf = {
  ACCEPT: exitCodes.ok,
  REJECT: exitCodes.rejected,
  RE_VERIFY: exitCodes.reVerify,
} as const satisfies Record<Outcome, number>;

export interface VerifyOptions {
  readonly policy: PolicyName | null;
  readonly intervalMs: number;
}

export async function verifyPictures(
  recognition: Recognition,
  { subjectId, paths }: { readonly subjectId: string; readonly paths: readonly string[] },
  { policy, intervalMs }: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const pictures = await picturesAt(paths);
  const call = { signal: new AbortController().signal };
  const frames = framesOf(pictures, intervalMs);
  const decision = await resultOf(recognition.verify({ subjectId, policy }, frames, call), terminal);
  const { outcome, reasons, scores, framesAccepted, framesSeen, policyVersion } = decision;
  terminal.result(decision, [
    `${outcome}  ${reasons.join(', ')}${decision.hint ? `  (${decision.hint})` : ''}`,
    `similarity ${shown(scores.similarity)}, fused ${shown(scores.fused)}, ${framesAccepted} of ${framesSeen} frames, ${policyVersion}`,
  ]);
  return exitCodeOf[outcome];
}
