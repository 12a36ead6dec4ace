// The step that compiles TypeScript: dist/ is exactly what the sources give.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { root, SetUpError } from './project.mjs';
import { capture, lastLines } from './run-command.mjs';

const STAMP = 'dist/.setup.json';
const ROOMS = ['src', 'test', 'bench'];

const inputs = () =>
  fingerprint([
    'tsconfig.json',
    'package.json',
    'package-lock.json',
    ...filesIn([...ROOMS, 'proto', 'models'], (name) => /\.(ts|json)$/.test(name)).filter(
      (path) => !path.startsWith(join('models', 'cache')),
    ),
  ]);

const compiled = () =>
  filesIn(
    ROOMS.map((room) => join('dist', room)),
    (name) => name.endsWith('.js'),
  );
const outputs = () => fingerprint(['dist/.tsbuildinfo', ...compiled()]);

function ready() {
  const stamp = readStamp(STAMP);
  return stamp !== null && stamp.inputs === inputs() && stamp.outputs === outputs();
}

/** A test whose source is gone must not run on. */
function removeOrphans() {
  for (const path of compiled()) {
    const source = path.slice('dist/'.length).replace(/\.js$/, '.ts');
    if (existsSync(join(root, source))) continue;
    for (const file of [path, `${path}.map`]) rmSync(join(root, file), { force: true });
  }
}

async function run() {
  const from = inputs();
  // The compiler writes only what changed since its own record, which says nothing of files that were changed in dist.
  if (readStamp(STAMP)?.outputs !== outputs()) rmSync(join(root, 'dist/.tsbuildinfo'), { force: true });
  rmSync(join(root, STAMP), { force: true });
  removeOrphans();
  const { code, output } = await capture(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']);
  if (code !== 0) throw new SetUpError(`TypeScript found mistakes:\n${lastLines(output, 40)}`);
  writeStamp(STAMP, { inputs: from, outputs: outputs() });
}

export const compile = { name: 'TypeScript', ready, run };
