// The step `npm ci`: node_modules holds what package-lock.json says, neither more nor less.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, SetUpError } from './project.mjs';
import { capture, lastLines } from './run-command.mjs';

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}

/** npm writes what it installed into a lock file of its own; a package for other platforms may be absent from it. */
function ready() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (wanted === null || installed === null) return false;
  const same = ([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    if (found === undefined) return path === '' || optional === true || devOptional === true;
    return found.version === version && found.integrity === integrity;
  };
  return (
    Object.entries(wanted).every(same) &&
    Object.keys(installed).every((path) => path in wanted && existsSync(join(root, path, 'package.json')))
  );
}

/** The npm that runs us, or else the one in PATH. */
function npm(args) {
  const running = process.env.npm_execpath;
  if (running !== undefined && basename(running) === 'npm-cli.js') return [process.execPath, [running, ...args]];
  return ['npm', args];
}

/** No dependency's install script runs: none is needed, and one of them asks a server outside the npm registry. */
async function run() {
  const flags = [
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  const { code, output } = await capture(...npm(['ci', ...flags]));
  if (code === 0) return;
  // npm gives the reason first and its whole usage after it.
  const reasons = output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
  throw new SetUpError(
    `npm ci failed:\n${reasons.slice(0, 10).join('\n') || lastLines(output, 15)}\nIf the npm registry could not be reached, check with: npm ping. Then run npm run setup again.`,
  );
}

export const packages = { name: 'npm packages', ready, run };
