import type { PolicyName } from '../recognition/requests.js';
import type { Opened } from './doors.js';
import { onceLoaded } from './gallery-loaded.js';
import { framesOf, picturesAt } from './pictures.js';
import { resultOf } from './steps.js';
import { exitCodes, type Terminal } from './terminal.js';

export interface EnrollOptions {
  readonly policy: PolicyName | null;
  readonly replace: boolean;
  readonly intervalMs: number;
  readonly tags?: readonly string[];
}

export async function enrollPictures(
  open: Opened,
  { subjectId, paths }: { readonly subjectId: string; readonly paths: readonly string[] },
  options: EnrollOptions,
  terminal: Terminal,
): Promise<number> {
  const pictures = await picturesAt(paths);
  const { policy, replace, intervalMs, tags } = options;
  const request = { subjectId, policy, replace, requestId: null, picturesDigest: null, ...(tags && { tags }) };
  const call = { signal: new AbortController().signal };
  // A policy that looks for duplicates refuses before the first frame while the gallery is loading.
  const enrolment = () => resultOf(open.recognition.enroll(request, framesOf(pictures, intervalMs), call), terminal);
  const result = await onceLoaded(open, enrolment, terminal);
  const { framesAccepted, framesSeen, reasons } = result;
  terminal.result(result, [
    result.enrolled
      ? `enrolled from ${framesAccepted} of ${framesSeen} frames; template ${result.templateId ?? ''}, quality ${(result.quality ?? 0).toFixed(0)}`
      : `not enrolled: ${reasons.join(', ')} (${framesAccepted} of ${framesSeen} frames were good enough)`,
  ]);
  return result.enrolled ? exitCodes.ok : exitCodes.rejected;
}
