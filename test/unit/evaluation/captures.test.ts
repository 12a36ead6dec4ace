import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { readCaptures } from '../../../src/evaluation/data/captures.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-engine-captures-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), '');
  }
}

const framesOf = ({ frames }: { frames: readonly string[] }): string[] => frames.map((path) => relative(folder, path));

test('sessions of frames, in name order, numbers counted as numbers', async () => {
  await put('bona-fide/s2/1.jpg', 'bona-fide/s1/10.jpg', 'bona-fide/s1/9.JPEG', 'bona-fide/s1/notes.txt');
  await put('print/p1/a.png', 'screen/q1/a.webp', 'sessions.csv', 'bona-fide/README.md', 'print/.DS_Store');
  const captures = readCaptures(folder);
  expect(captures).toMatchObject({ name: basename(folder), stills: false });
  expect(captures.bonaFide.map(({ name }) => name)).toEqual(['s1', 's2']);
  expect(framesOf(captures.bonaFide[0]!)).toEqual(['bona-fide/s1/9.JPEG', 'bona-fide/s1/10.jpg']);
  expect([...captures.attacks.keys()].sort()).toEqual(['print', 'screen']);
});

test('stills directly in the folder of their label', async () => {
  await put('bona-fide/a.jpg', 'bona-fide/b.jpg', 'print/c.png');
  const captures = readCaptures(folder);
  expect(captures.stills).toBe(true);
  expect(captures.bonaFide.map(framesOf)).toEqual([['bona-fide/a.jpg'], ['bona-fide/b.jpg']]);
  expect(captures.attacks.get('print')?.map(framesOf)).toEqual([['print/c.png']]);
});

test('a queue is no picture: whoever read it would wait for ever', async () => {
  await put('bona-fide/s1/1.jpg', 'print/p1/1.jpg');
  execFileSync('mkfifo', [join(folder, 'bona-fide/s1/2.jpg')]);
  expect(framesOf(readCaptures(folder).bonaFide[0]!)).toEqual(['bona-fide/s1/1.jpg']);
});

test('a link to a folder is a folder', async () => {
  await put('elsewhere.d/s1/1.jpg', 'bona-fide/s1/1.jpg');
  await mkdir(join(folder, 'print'));
  await symlink(join(folder, 'elsewhere.d/s1'), join(folder, 'print/p1'));
  await rm(join(folder, 'elsewhere.d/none'), { force: true });
  expect(
    readCaptures(folder)
      .attacks.get('print')
      ?.map(({ name }) => name),
  ).toEqual(['p1']);
});

test.each<[string, readonly string[], RegExp]>([
  ['nothing bona fide', ['print/p1/1.jpg'], /no folder bona-fide/],
  ['no attack', ['bona-fide/s1/1.jpg'], /no folder of attacks/],
  ['stills and sessions in one label', ['bona-fide/s1/1.jpg', 'bona-fide/1.jpg', 'print/p1/1.jpg'], /both pictures/],
  ['stills in one label and sessions in another', ['bona-fide/s1/1.jpg', 'print/1.jpg'], /some of its labels/],
  ['a session without pictures', ['bona-fide/s1/1.jpg', 'print/p1/1.gif'], /no \.jpg/],
  ['a label without anything', ['bona-fide/s1/1.jpg', 'print/notes.txt'], /print is not laid out.*empty/],
])('%s is refused with what is expected', async (_, paths, message) => {
  await put(...paths);
  expect(() => readCaptures(folder)).toThrow(message);
  expect(() => readCaptures(folder)).toThrow(/bona-fide\/SESSION\/\*\.jpg/);
});

test('a folder that is not there is refused', () => {
  expect(() => readCaptures(join(folder, 'none'))).toThrow(/there is no folder/);
});
