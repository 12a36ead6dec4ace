import { readConfig } from '../../src/config/config.js';
import type { OpenedEvaluation } from '../../src/evaluation/ports.js';
import { openEvaluation } from '../../src/open-evaluation.js';
import { createLog } from '../../src/telemetry/log.js';

/** The evaluation's observer over a pack, with the settings of the environment; what it has to say goes to stderr. */
export async function openObserver(pack: string, keep: boolean): Promise<OpenedEvaluation & { workers: number }> {
  const overrides = { MODEL_PACK: pack };
  const config = readConfig(process.env, { dev: false, insecure: false, configFile: null, overrides });
  const note = (line: string) => console.error(line);
  const open = await openEvaluation(config, createLog('silent'), {
    keep,
    tell: ({ kind, model }) => {
      if (kind === 'fetching') note(`preparing ${model}`);
    },
    note,
  });
  return { observer: open.observer, close: () => open.close(), workers: config.engine.workers };
}
