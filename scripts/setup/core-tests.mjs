// Builds and runs the tests of the native core (GoogleTest), with or without sanitizers.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetUpError } from './project.mjs';
import { capture, lastLines, passThrough } from './run-command.mjs';

/** GoogleTest writes one file for each test program. */
function countsIn(folder) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of readdirSync(folder)) {
    const { tests, failures, errors = 0, disabled = 0 } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    counts.failed += failures + errors;
    counts.skipped += disabled;
    counts.passed += tests - failures - errors - disabled;
  }
  return counts;
}

/** @returns counts, or null where GoogleTest is not installed */
export async function runCoreTests({ sanitize = false } = {}) {
  const folder = sanitize ? 'build/core-tests-asan' : 'build/core-tests';
  const options = ['-DFACE_ENGINE_TESTS=ON', `-DFACE_ENGINE_SANITIZE=${sanitize ? 'ON' : 'OFF'}`];
  const configured = await capture('cmake', ['-S', '.', '-B', folder, ...options]);
  if (configured.code !== 0) {
    if (/could not find (a package configuration file provided by "GTest"|GTest)/i.test(configured.output)) return null;
    throw new SetUpError(`The tests of the core could not be configured:\n${lastLines(configured.output, 20)}`);
  }
  const built = await capture('cmake', [
    '--build',
    folder,
    '--target',
    'core_tests',
    '--parallel',
    String(availableParallelism()),
  ]);
  if (built.code !== 0) throw new SetUpError(`The tests of the core did not build:\n${lastLines(built.output, 40)}`);
  const results = mkdtempSync(join(tmpdir(), 'face-engine-core-tests-'));
  try {
    const env = { ...process.env, GTEST_OUTPUT: `json:${results}/` };
    const code = await passThrough('ctest', ['--test-dir', folder, '--output-on-failure'], { env });
    const counts = countsIn(results);
    // A program that was killed writes no counts, or not all of them.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}
