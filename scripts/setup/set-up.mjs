// Brings a checkout to the point where everything runs: does what is missing, in order, and skips what is done.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { compile } from './compile.mjs';
import { withLock } from './lock.mjs';
import { models } from './models.mjs';
import { native } from './native.mjs';
import { packages } from './packages.mjs';
import { root, SetUpError } from './project.mjs';

/** Each needs those before it. `ready` reads contents and changes nothing; `run` may be repeated after a failure. */
const STEPS = { packages, command, compile, native, models };

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [major, minor] = engines.node.replace('>=', '').split('.').map(Number);
  const [runningMajor, runningMinor] = process.versions.node.split('.').map(Number);
  if (runningMajor > major || (runningMajor === major && runningMinor >= minor)) return;
  throw new SetUpError(
    `Face Engine needs Node.js ${major}.${minor} or newer and this is ${process.versions.node}: get one from https://nodejs.org.`,
  );
}

const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** One line for each step: its name when it starts, its seconds when it ends. */
class Progress {
  #out;
  #open = false;

  constructor(out) {
    this.#out = out;
  }

  line(text) {
    this.pause();
    this.#out.write(`${text}\n`);
  }

  /** Ends an open line, so that something else may be written. */
  pause() {
    if (this.#open) this.#out.write('\n');
    this.#open = false;
  }

  async step({ name, run }) {
    const start = performance.now();
    this.#out.write(`${name.padEnd(22)}`);
    this.#open = true;
    try {
      await run(this);
      this.#out.write(this.#open ? `${secondsSince(start)}\n` : `${name.padEnd(22)}${secondsSince(start)}\n`);
      this.#open = false;
    } finally {
      this.pause();
    }
  }
}

/**
 * @param out where progress goes; nothing is written when nothing is to do
 * @param only names of `STEPS`, for callers that need less than everything
 * @returns how many steps had to be done
 * @throws SetUpError that says what to do
 */
export async function setUp({ out = process.stderr, only = Object.keys(STEPS) } = {}) {
  checkNode();
  const steps = Object.entries(STEPS).flatMap(([name, step]) => (only.includes(name) ? [step] : []));
  if (steps.every((step) => step.ready())) return 0;
  const progress = new Progress(out);
  let done = 0;
  const work = async () => {
    for (const step of steps) {
      if (step.ready()) continue;
      await progress.step(step);
      done++;
    }
  };
  await withLock(work, (pid) =>
    progress.line(`Waiting for another set-up in this folder (process ${pid ?? 'unknown'}).`),
  );
  return done;
}
