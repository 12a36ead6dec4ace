import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { repository } from '../../bench/support/packs.js';
import { hasDemoPicture } from '../support/pipeline-engine.js';

/** The networks' runtime counts who runs what, and sends it to its maker, unless it is told not to. */

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-engine-runtime-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const main = join(__dirname, '../../src/main.js');

(hasDemoPicture ? test : test.skip)(
  'running networks leaves nothing in the home folder (needs the networks in models/cache)',
  async () => {
    const [home, data] = [join(folder, 'home'), join(folder, 'people')];
    await mkdir(home);
    await mkdir(join(data, 'images/a'), { recursive: true });
    const grey = { width: 64, height: 64, channels: 3, background: 'grey' } as const;
    await sharp({ create: grey }).jpeg().toFile(join(data, 'images/a/1.jpg'));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '-e',
        'require(process.argv[1]).run(process.argv.slice(2))',
        main,
        ...['evaluate', 'search', '--data', data, '--no-cache', '--bootstrap', '1', '--json'],
      ],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: home,
          FACE_MODELS_CACHE: join(repository, 'models/cache'),
          FACE_DATA_DIR: join(folder, 'data'),
          ENGINE_WORKERS: '1',
        },
        timeout: 60_000,
      },
    );
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'search', pictures: 1, failureToAcquire: { rate: 1 } });
    expect(await readdir(home)).toEqual([]);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  },
  90_000,
);
