// Makes the virtual environment of the libraries that search is measured beside, in build/peers, and prints the path of
// its Python. Where Python, its venv module or the package registry is not to be had, it says so and ends with code 3.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, '../../build/peers');
const python = join(folder, 'bin/python');
const requirements = join(here, 'requirements.txt');
const stamp = join(folder, 'requirements.txt');
/** A registry that is out of reach must not hold the benchmark up for long. */
const PATIENCE_MS = 300_000;

/** Runs quietly; its last line of complaint, or null. */
function complaintOf(command, args) {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error) return error.code === 'ENOENT' ? `${command} was not found` : error.message;
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `${command} failed`);
}

function complaintOfSetUp() {
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return null;
  rmSync(folder, { recursive: true, force: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--retries', '1', '--only-binary', ':all:', '-r', requirements];
  const complaint = complaintOf('python3', ['-m', 'venv', folder]) ?? complaintOf(python, pip);
  if (complaint === null) writeFileSync(stamp, wanted);
  return complaint;
}

const complaint = complaintOfSetUp();
if (complaint === null) {
  console.log(python);
} else {
  console.error(`The libraries to measure beside cannot be had: ${complaint}`);
  process.exitCode = 3;
}
