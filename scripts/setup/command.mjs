// The step that makes `npx face-engine …` work in the checkout: npm links commands of dependencies, not our own.
import { mkdirSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

const LINK = join(root, 'node_modules/.bin/face-engine');
const TARGET = '../../scripts/face-engine.mjs';

function ready() {
  try {
    return readlinkSync(LINK) === TARGET;
  } catch {
    return false;
  }
}

function run() {
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  const unfinished = `${LINK}.${process.pid}`;
  symlinkSync(TARGET, unfinished);
  renameSync(unfinished, LINK);
}

export const command = { name: 'command face-engine', ready, run };
