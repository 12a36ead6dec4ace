// Writes src/rpc/generated from proto/, with the options of proto/loader-options.json that the server loads with too, and
// proto/descriptors.binpb, the compiled definitions that reflection shows.
// With --check: generates elsewhere and fails when what is committed differs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const protoDir = join(root, 'proto');
const committed = join(root, 'src/rpc/generated');
const descriptors = join(protoDir, 'descriptors.binpb');
const options = JSON.parse(readFileSync(join(protoDir, 'loader-options.json'), 'utf8'));

function flagsOf(loaderOptions) {
  return Object.entries(loaderOptions).flatMap(([name, value]) => {
    if (value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}=${value}`];
  });
}

function filesUnder(dir, ending) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort();
}

function generate(outDir) {
  const require = createRequire(import.meta.url);
  const loader = require.resolve('@grpc/proto-loader/package.json');
  const generator = join(loader, '..', require(loader).bin['proto-loader-gen-types']);
  execFileSync(process.execPath, [
    generator,
    ...flagsOf(options),
    '--grpcLib=@grpc/grpc-js',
    '--importFileExtension=.js',
    '--includeComments',
    `--includeDirs=${protoDir}`,
    `--outDir=${outDir}`,
    ...filesUnder(protoDir, '.proto'),
  ]);
  for (const name of filesUnder(outDir, '.ts')) withoutLocalPaths(join(outDir, name));
  for (const name of readdirSync(outDir).filter((entry) => entry.endsWith('.ts')))
    removeWithoutService(join(outDir, name));
}

/** The package type of a file that defines no service is of no use, and declares names it does not use. */
function removeWithoutService(file) {
  if (!readFileSync(file, 'utf8').includes('& { service: ')) rmSync(file);
}

/** The generator writes where on this machine a definition lay; the committed types must be the same everywhere. */
function withoutLocalPaths(file) {
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll(`// Original file: ${protoDir}/`, '// Original file: proto/'),
  );
}

function compile(file) {
  const require = createRequire(import.meta.url);
  const buf = join(require.resolve('@bufbuild/buf/package.json'), '../bin/buf');
  const flags = ['build', '--as-file-descriptor-set', '--exclude-source-info', '-o', file];
  execFileSync(process.execPath, [buf, ...flags], { cwd: root });
}

function differences(expectedDir, actualDir) {
  const names = new Set([...filesUnder(expectedDir, '.ts'), ...filesUnder(actualDir, '.ts')]);
  const read = (dir, name) => {
    try {
      return readFileSync(join(dir, name), 'utf8');
    } catch {
      return null;
    }
  };
  return [...names].filter((name) => read(expectedDir, name) !== read(actualDir, name));
}

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'face-engine-proto-'));
  try {
    generate(fresh);
    const changed = differences(fresh, committed);
    const compiled = join(fresh, 'descriptors.binpb');
    compile(compiled);
    if (!readFileSync(compiled).equals(readFileSync(descriptors))) changed.push('proto/descriptors.binpb');
    if (changed.length > 0) {
      console.error(`what is committed is not what proto/ gives: ${changed.join(', ')}`);
      console.error('Write it anew with: node scripts/generate-proto-types.mjs');
      process.exitCode = 1;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
} else {
  rmSync(committed, { recursive: true, force: true });
  generate(committed);
  compile(descriptors);
}
