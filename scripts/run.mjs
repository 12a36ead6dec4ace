// node scripts/run.mjs dist/bench/accuracy.js …: brings the checkout up to date, then runs the program with the
// arguments that follow. Its exit code is ours, and stdout holds only what the program writes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, SetUpError } from './setup/project.mjs';
import { passThrough } from './setup/run-command.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () => {
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) throw new SetUpError('Usage: node scripts/run.mjs PROGRAM [ARGUMENT …]');
  await setUp({ out: process.stderr });
  if (!existsSync(join(root, program))) throw new SetUpError(`There is no ${program} in this version.`);
  return passThrough(process.execPath, [program, ...args]);
});
