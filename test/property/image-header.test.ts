import fc from 'fast-check';
import sharp from 'sharp';
import { readImageHeader } from '../../src/engine/image-header.js';
import type { Image, ImageFormat } from '../../src/recognition/capture-input.js';
import { imageOf } from '../support/picture-bytes.js';

const imageCodes = ['IMAGE_TOO_LARGE', 'UNSUPPORTED_FORMAT', 'IMAGE_UNDECODABLE', 'BAD_FIELD'];
const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
const parameters = { seed, numRuns: 3000 };

const samples: Image[] = [];

beforeAll(async () => {
  console.info(`FAST_CHECK_SEED=${seed}`);
  const pixels = Uint8Array.from({ length: 96 * 64 * 3 }, (_, index) => (index * index) % 251);
  const picture = sharp(pixels, { raw: { width: 96, height: 64, channels: 3 } });
  const encoded: [ImageFormat, Buffer][] = [
    ['JPEG', await picture.clone().jpeg().toBuffer()],
    ['JPEG', await picture.clone().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer()],
    ['PNG', await picture.clone().png().toBuffer()],
    ['PNG', await picture.clone().png({ progressive: true, palette: true }).toBuffer()],
    ['WEBP', await picture.clone().webp().toBuffer()],
    ['WEBP', await picture.clone().webp({ lossless: true }).withMetadata({ orientation: 3 }).toBuffer()],
  ];
  for (const [format, bytes] of encoded) samples.push(imageOf(format, bytes));
});

const anySample = fc.nat().map((index) => samples[index % samples.length]!);

const COST_MS_MAX = 20;
/** Processor time holds the collector's too: what is slow by itself is slow every time. */
const TRIES = 5;

/** The code of the refusal, or the size; anything else is a failure of the test. */
function outcomeOf(image: Image): string {
  let [outcome, costMs] = timed(image);
  for (let tries = 1; costMs >= COST_MS_MAX && tries < TRIES; tries++) [outcome, costMs] = timed(image);
  expect(costMs).toBeLessThan(COST_MS_MAX);
  return outcome;
}

function timed(image: Image): [outcome: string, costMs: number] {
  const before = process.cpuUsage();
  const outcome = readOrRefuse(image);
  const { user, system } = process.cpuUsage(before);
  return [outcome, (user + system) / 1000];
}

function readOrRefuse(image: Image): string {
  try {
    const { width, height } = readImageHeader(image);
    expect(width * height).toBeGreaterThan(0);
    return `${width} × ${height}`;
  } catch (error) {
    const { code } = error as { code: string };
    expect(imageCodes).toContain(code);
    return code;
  }
}

test('whole pictures of an encoder are accepted', () => {
  expect(samples.map(outcomeOf)).toEqual(samples.map(() => '96 × 64'));
});

test('a picture cut off anywhere is refused with a code of the closed list', () => {
  fc.assert(
    fc.property(anySample, fc.nat(), (sample, at) => {
      const kept = at % (sample.data.length - 1);
      expect(imageCodes).toContain(outcomeOf({ ...sample, data: sample.data.slice(0, kept) }));
    }),
    parameters,
  );
});

test('a picture with changed bytes is accepted or refused with a code of the closed list', () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(
      anySample,
      fc.array(change, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      (sample, changes, early) => {
        const data = sample.data.slice();
        for (const [at, byte] of changes) data[at % (early ? 200 : data.length)] = byte;
        outcomeOf({ ...sample, data });
      },
    ),
    parameters,
  );
});

test('bytes moved, doubled or left out are accepted or refused with a code of the closed list', () => {
  fc.assert(
    fc.property(anySample, fc.nat(), fc.nat(), fc.nat(), ({ format, data }, a, b, c) => {
      const [from, to, at] = [a % data.length, b % data.length, c % data.length];
      const spliced = Buffer.concat([
        data.subarray(0, at),
        data.subarray(Math.min(from, to), Math.max(from, to)),
        data.subarray(to),
      ]);
      outcomeOf(imageOf(format, spliced));
    }),
    parameters,
  );
});

test('any bytes after the magic, and any raw size, are accepted or refused with a code of the closed list', () => {
  fc.assert(
    fc.property(anySample, fc.uint8Array({ maxLength: 300 }), (sample, bytes) => {
      outcomeOf(imageOf(sample.format, Buffer.concat([sample.data.subarray(0, 12), bytes])));
    }),
    parameters,
  );
  const anyRaw = fc.constantFrom<ImageFormat>('RGB24', 'GRAY8', 'NV12');
  const anySide = fc.oneof(fc.nat(100), fc.double(), fc.integer());
  fc.assert(
    fc.property(anyRaw, fc.uint8Array({ maxLength: 20_000 }), anySide, anySide, (format, bytes, width, height) => {
      outcomeOf(imageOf(format, bytes, width, height));
    }),
    parameters,
  );
});
