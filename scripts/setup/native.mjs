// The step that builds native/ into build/Release/face_engine.node.
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { digestOf, filesIn, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { root, SetUpError } from './project.mjs';
import { capture, lastLines } from './run-command.mjs';
import { requireBuildTools } from './system-packages.mjs';

const STAMP = 'build/Release/setup.json';
const ADDON = 'build/Release/face_engine.node';

function versionOf(name) {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

const inputs = () =>
  fingerprint(
    ['CMakeLists.txt', ...filesIn(['native/core', 'native/addon'])],
    process.platform,
    process.arch,
    ['cmake-js', 'node-addon-api', 'node-api-headers'].map(versionOf),
  );

function ready() {
  const stamp = readStamp(STAMP);
  return stamp !== null && stamp.inputs === inputs() && stamp.addon === digestOf(ADDON);
}

/** CMake refuses a cache made at another place or with a build program that is gone; it then starts anew. */
function forgetForeignCache() {
  const path = join(root, 'build/CMakeCache.txt');
  if (!existsSync(path)) return;
  const cache = readFileSync(path, 'utf8');
  const value = (name) => new RegExp(`^${name}:[A-Z]+=(.*)$`, 'm').exec(cache)?.[1] ?? '';
  const here =
    existsSync(value('CMAKE_HOME_DIRECTORY')) && realpathSync(value('CMAKE_HOME_DIRECTORY')) === realpathSync(root);
  if (here && existsSync(value('CMAKE_MAKE_PROGRAM')) && existsSync(value('CMAKE_CXX_COMPILER') || root)) return;
  rmSync(path);
  rmSync(join(root, 'build/CMakeFiles'), { recursive: true, force: true });
}

async function run(progress) {
  await requireBuildTools(progress);
  const from = inputs();
  forgetForeignCache();
  const cmakeJs = ['node_modules/cmake-js/bin/cmake-js', 'compile', '--parallel', String(availableParallelism())];
  const { code, output } = await capture(process.execPath, cmakeJs);
  const addon = digestOf(ADDON);
  if (code !== 0 || addon === null) {
    throw new SetUpError(`The native part did not build; the end of its log:\n${lastLines(output, 40)}`);
  }
  writeStamp(STAMP, { inputs: from, addon });
}

export const native = { name: 'native part', ready, run };
