// npm test: set-up, then jest, then the tests of the native core; the last line adds both up.
// With arguments only jest runs, and gets them: npm test -- dist/test/unit. With --asan only the core's tests run, under
// the address and undefined-behaviour sanitizers.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCoreTests } from './setup/core-tests.mjs';
import { main } from './setup/project.mjs';
import { passThrough } from './setup/run-command.mjs';
import { setUp } from './setup/set-up.mjs';

async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'face-engine-jest-'));
  const results = join(folder, 'results.json');
  try {
    const jest = ['node_modules/jest/bin/jest.js', '--json', '--outputFile', results, ...args];
    const code = await passThrough(process.execPath, jest);
    return { ...countsIn(results), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not be loaded has no tests to count: it counts as one failure. */
function countsIn(results) {
  try {
    const counted = JSON.parse(readFileSync(results, 'utf8'));
    return {
      passed: counted.numPassedTests,
      failed: counted.numFailedTests + counted.numRuntimeErrorTestSuites,
      skipped: counted.numPendingTests + counted.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function coreCounts(options) {
  const counts = await runCoreTests(options);
  if (counts !== null) return [counts];
  console.log(
    'The tests of the native core were left out: GoogleTest is not installed (apt-get install -y libgtest-dev).',
  );
  return [];
}

function summarise(results) {
  const sum = (name) => results.reduce((total, counts) => total + counts[name], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') > 0 || results.some(({ code }) => code !== undefined && code !== 0) ? 1 : 0;
}

// jest hands its tests a copy of the environment, which native code does not see (src/engine/engine.ts).
process.env.ORT_DISABLE_TELEMETRY = '1';

await main(async () => {
  const args = process.argv.slice(2);
  if (args[0] === '--asan') {
    await setUp({ only: ['packages', 'native'] });
    return summarise(await coreCounts({ sanitize: true }));
  }
  await setUp();
  const results = [await runJest(args)];
  if (args.length === 0) results.push(...(await coreCounts()));
  return summarise(results);
});
