import type { CaptureStep } from '../recognition/requests.js';
import type { Terminal } from './terminal.js';

/** Runs a capture to its end, telling on standard error which frames were passed over, and why. */
export async function resultOf<T>(capture: AsyncGenerator<CaptureStep, T>, terminal: Terminal): Promise<T> {
  for (;;) {
    const step = await capture.next();
    if (step.done) return step.value;
    if (step.value.kind === 'feedback' && step.value.skipped) {
      terminal.note(`frame ${step.value.sequence} was passed over: ${step.value.skipped}`);
    }
  }
}
