import { monitorEventLoopDelay } from 'node:perf_hooks';
import { run } from '../../src/main.js';

/**
 * The command `face-engine` under measurement. Asked over the process channel with `start` it begins to measure, with
 * `read` it answers with the event loop's delay since then and the memory of the process.
 */
const histogram = monitorEventLoopDelay({ resolution: 1 });

export interface LoopReport {
  /** Delay beyond the timer's own millisecond. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  readonly rssMb: number;
}

const RESOLUTION_MS = 1;

process.on('message', (message) => {
  if (message === 'start') {
    histogram.enable();
    histogram.reset();
  }
  if (message === 'read') {
    const report: LoopReport = {
      delayP99Ms: Math.max(0, histogram.percentile(99) / 1e6 - RESOLUTION_MS),
      delayMaxMs: Math.max(0, histogram.max / 1e6 - RESOLUTION_MS),
      rssMb: process.memoryUsage().rss / 2 ** 20,
    };
    process.send?.(report);
  }
});
// The channel alone must not keep a server alive that wants to end.
process.channel?.unref();

void run(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
