// npm run check: format, lint, types, generated types, definitions, style. All run; each says in one line how it went.
import { join } from 'node:path';
import { main, root, SetUpError } from './setup/project.mjs';
import { capture } from './setup/run-command.mjs';
import { setUp } from './setup/set-up.mjs';

const FORMATTED = '**/*.{ts,mjs,json,yaml,yml}';
const program = (name) => join(root, 'node_modules/.bin', name);

/** The outcome has its own line here. */
const silent = { write: () => true };

const CHECKS = [
  { name: 'types', run: () => setUp({ out: silent, only: ['packages', 'compile'] }) },
  { name: 'format', command: program('prettier'), args: ['--check', FORMATTED] },
  { name: 'lint', command: program('eslint'), args: ['--max-warnings', '0', '.'] },
  { name: 'generated types', command: process.execPath, args: ['scripts/generate-proto-types.mjs', '--check'] },
  { name: 'definitions', command: program('buf'), args: ['lint'] },
  { name: 'style', command: program('jest'), args: ['dist/test/tidy.test.js'] },
];

/** The reason of a failure, or null. */
async function faultOf({ run, command, args }) {
  try {
    if (run) await run();
    const { code, output } = command ? await capture(command, args) : { code: 0, output: '' };
    return code === 0 ? null : output.trimEnd();
  } catch (error) {
    if (error instanceof SetUpError) return error.message;
    throw error;
  }
}

await main(async () => {
  await setUp({ only: ['packages'] });
  const failed = [];
  for (const check of CHECKS) {
    const start = performance.now();
    const fault = await faultOf(check);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${check.name.padEnd(18)}${fault === null ? 'right' : 'WRONG'}  ${seconds} s`);
    if (fault === null) continue;
    failed.push(check.name);
    console.log(fault);
  }
  console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
});
