import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import type { Setting } from '../../src/config/setting.js';
import { settings } from '../../src/config/settings.js';
import { faceErrorCodes } from '../../src/errors.js';
import { status } from '@grpc/grpc-js';
import { statusOfCode } from '../../src/rpc/status.js';

/** The documents say what the code says, where that can be compared. */

const root = join(__dirname, '../../..');
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** Cells of the rows of a document's tables whose first cell is a word in code quotes. */
function rowsOf(path: string): string[][] {
  return textOf(path)
    .split('\n')
    .filter((line) => /^\| `[A-Z0-9_]+` \|/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

const unquoted = (cell = '') => cell.replaceAll('`', '');

describe('docs/configuration.md', () => {
  const rows = new Map(rowsOf('docs/configuration.md').map(([name, ...cells]) => [unquoted(name), cells]));

  test('lists every setting once, and nothing that is none', () => {
    const listed = rowsOf('docs/configuration.md').map(([name]) => unquoted(name));
    expect(listed.toSorted()).toEqual(Object.keys(settings).toSorted());
  });

  test('gives the default of every setting', () => {
    const told = [...rows].map(([name, [value]]) => [name, unquoted(value)]);
    const real = Object.entries<Setting<unknown>>({
      ...settings,
      ENGINE_WORKERS: { ...settings.ENGINE_WORKERS, fallback: 'one a core' },
      GALLERY_THREADS: { ...settings.GALLERY_THREADS, fallback: 'one a core' },
      GALLERY_BYTES_MAX: { ...settings.GALLERY_BYTES_MAX, fallback: 'half of the memory' },
    }).map(([name, { fallback }]) => [name, fallback ?? 'none']);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(real));
  });

  test.each([
    ['ACCEPT_THRESHOLD', defaultPolicySettings.acceptMin],
    ['REJECT_THRESHOLD', defaultPolicySettings.rejectMax],
    ['MICRO_MOTION_MIN_VARIANCE', defaultPolicySettings.microMotionMinVariance],
  ])('says what holds without %s', (name, value) => {
    const numbers = rows
      .get(name)
      ?.at(-1)
      ?.match(/[Ww]ithout it (\d+\.\d+)/);
    expect(Number(numbers?.[1])).toBe(value);
  });
});

describe('docs/api.md', () => {
  const rows = rowsOf('docs/api.md').map(([code, grpcStatus]) => [unquoted(code), grpcStatus]);

  test('lists every error code with its gRPC status', () => {
    const real = faceErrorCodes.map((code) => [code, status[statusOfCode[code]]]);
    expect(rows).toEqual(real);
  });
});

describe('links', () => {
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
    'models/README.md',
  ];

  /** Anchors of the headings, as GitHub and GitLab make them. */
  const anchorsOf = (path: string) =>
    [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    );

  test.each(documents)('every link of %s leads somewhere', (path) => {
    const broken = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file = '', anchor] = target.split('#');
        const to = file === '' ? path : join(dirname(path), decodeURIComponent(file));
        if (!existsSync(join(root, to))) return true;
        return anchor !== undefined && !anchorsOf(to).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  test('every document that the sources name exists', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.startsWith('rpc/generated'),
    );
    const named = sources.flatMap((name) =>
      [...textOf(join('src', name)).matchAll(/(?<![\w/])docs\/[\w/-]+\.md/g)].map(([path]) => path),
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
