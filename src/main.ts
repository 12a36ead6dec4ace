import { version } from '../package.json';
import { builtInPolicies } from './biometrics/built-in-policies.js';
import { runCommand } from './cli/program.js';
import type { Doors, Needs } from './cli/doors.js';
import { compose, manifestFor, type Parts, versioned } from './compose.js';
import { readConfig } from './config/config.js';
import { diagnose } from './diagnose.js';
import { openEvaluation } from './open-evaluation.js';
import { startService } from './service.js';
import { createLog } from './telemetry/log.js';

/** Configuration → composition → listening → draining. The only reader of the environment. */

const partsOf = {
  all: { engine: true, store: true, serves: false },
  engine: { engine: true, store: false, serves: false },
  store: { engine: false, store: true, serves: false },
} as const satisfies Record<Needs, Parts>;

const doors: Doors = {
  config: (flags) => readConfig(process.env, flags),
  open: (config, needs) => compose(config, partsOf[needs], createLog('silent'), tellPreparing),
  serve: async (config) => {
    const log = createLog(config.logLevel, process.stderr);
    log.info('engine starting');
    const application = await compose(config, { ...partsOf.all, serves: true }, log, tellPreparing);
    log.info('engine ready', { workers: config.engine.workers });
    return startService(application, config, log);
  },
  evaluation: (config, { keep }) =>
    openEvaluation(config, createLog('silent'), { keep, tell: tellPreparing, note: tellNote }),
  policy: async (config, name) => {
    if (name === null) return versioned(builtInPolicies.passive, config.policy);
    const open = await doors.open(config, 'store');
    try {
      return (await open.recognition.getPolicy(name, null, { signal: new AbortController().signal })).policy;
    } finally {
      await open.close();
    }
  },
  diagnose: (config) => diagnose(config, createLog('silent')),
};

function tellPreparing(event: { readonly kind: string; readonly model: string }): void {
  if (event.kind === 'fetching') process.stderr.write(`preparing ${event.model}\n`);
}

function tellNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** @param argv the command line after the program's name @returns the exit code */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(argv, { version, doors, manifest: (config) => manifestFor(config.models) });
}
