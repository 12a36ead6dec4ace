// Leaves in this folder only what the engine needs to run: for the container image. It removes sources; in a checkout
// it refuses.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, SetUpError } from './setup/project.mjs';
import { capture, lastLines } from './setup/run-command.mjs';

const KEPT = ['LICENSE', 'build', 'dist', 'models', 'node_modules', 'package.json', 'proto', 'scripts', 'src'];
const ADDON = 'face_engine.node';

const remove = (...path) => rmSync(join(root, ...path), { recursive: true, force: true });
const entries = (...path) => readdirSync(join(root, ...path));

function removeAllBut(kept, ...folder) {
  for (const name of entries(...folder)) if (!kept.includes(name)) remove(...folder, name);
}

/** The package brings its library for every platform. */
function pruneOnnxruntime() {
  const bin = ['node_modules', 'onnxruntime-node', 'bin'];
  for (const abi of entries(...bin)) {
    removeAllBut([process.platform], ...bin, abi);
    removeAllBut([process.arch], ...bin, abi, process.platform);
  }
}

/** One built file of many is loaded; the others are 60 MB. */
function pruneEcharts() {
  removeAllBut(['LICENSE', 'NOTICE', 'dist', 'package.json'], 'node_modules', 'echarts');
  removeAllBut(['echarts.js', 'package.json'], 'node_modules', 'echarts', 'dist');
  remove('node_modules', 'zrender');
}

await main(async () => {
  if (existsSync(join(root, '.git'))) throw new SetUpError('This is a checkout: nothing was removed.');
  const { code, output } = await capture('npm', ['prune', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new SetUpError(`npm prune failed:\n${lastLines(output, 15)}`);
  pruneOnnxruntime();
  pruneEcharts();
  for (const name of ['cmake-js', 'node-api-headers', 'node-addon-api']) remove('node_modules', name);
  removeAllBut(KEPT);
  removeAllBut(['Release'], 'build');
  removeAllBut([ADDON], 'build', 'Release');
  removeAllBut(['src', 'proto'], 'dist');
  removeAllBut(['store'], 'src');
  removeAllBut(['migrations'], 'src', 'store');
  remove('models', 'cache', 'demo');
  return 0;
});
