import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { protoDir } from '../../src/rpc/protos.js';

const root = dirname(protoDir);
const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });

test('the definitions pass buf lint', () => {
  expect(run(join(dirname(require.resolve('@bufbuild/buf/package.json')), 'bin/buf'), 'lint')).toBe('');
});

test('the generated types and the compiled definitions are those of the definitions', () => {
  expect(run('scripts/generate-proto-types.mjs', '--check')).toBe('');
});
