// The step that brings the pack `default` and the pictures of the demo into models/cache, through the compiled engine.
import { digestOf, readStamp } from './fingerprint.mjs';
import { SetUpError } from './project.mjs';
import { capture, lastLines } from './run-command.mjs';

/** Written by scripts/prepare-models.mjs; says which files the pack is made of. */
export const MODELS_STAMP = 'models/cache/setup.json';

function ready() {
  const stamp = readStamp(MODELS_STAMP);
  return (
    stamp !== null &&
    stamp.manifest === digestOf('models/manifest.json') &&
    stamp.script === digestOf('scripts/prepare-models.mjs') &&
    stamp.files.every(({ path, sha256 }) => digestOf(path) === sha256)
  );
}

async function run() {
  const { code, output } = await capture(process.execPath, ['scripts/prepare-models.mjs']);
  if (code !== 0) throw new SetUpError(`The models could not be prepared:\n${lastLines(output, 15)}`);
}

export const models = { name: 'models', ready, run };
