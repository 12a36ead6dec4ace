import sharp from 'sharp';
import type { Engine } from '../../src/engine/engine.js';
import { reasonMissing } from '../support/model-cache.js';
import { cosine, everything, embed, hasDemoPicture, observe, startPack, tile } from '../support/pipeline-engine.js';

const names = ['blazeface', 'facemesh', 'iris', 'fr-liveness', 'fr-feature'];
const reasons = names.map(reasonMissing).filter((reason) => reason !== null);
if (!hasDemoPicture) reasons.push('models/cache/demo has no demo picture');

/** The man of the first row, in the demo picture's first tiles. */
const enrolled = [0, 1, 2, 3, 4] as const;
const others = [
  [2, 3],
  [3, 7],
  [4, 10],
  [5, 15],
] as const;

(reasons.length > 0 ? describe.skip : describe)(reasons[0] ?? 'the default pack on the demo picture', () => {
  let engine: Engine;
  let reference: Float32Array;

  beforeAll(async () => {
    engine = await startPack('default');
    const all: Float32Array[] = [];
    for (const column of enrolled) all.push(await embed(engine, tile(0, column), `tile 0,${column}`));
    const sum = all[0]!.map((_, i) => all.reduce((total, embedding) => total + embedding[i]!, 0));
    const length = Math.hypot(...sum);
    reference = sum.map((value) => value / length);
  });
  afterAll(() => engine.close());

  test.each([5, 8, 12, 17])('tile 0,%d is the same man', async (column) => {
    expect(cosine(reference, await embed(engine, tile(0, column), `tile 0,${column}`))).toBeGreaterThan(0.6);
  });

  test.each([0, 1, 2, 8])('tile 1,%d is the same man, painted or in sunglasses', async (column) => {
    expect(cosine(reference, await embed(engine, tile(1, column), `tile 1,${column}`))).toBeGreaterThan(0.42);
  });

  test.each(others)('tile %d,%d is somebody else', async (row, column) => {
    expect(cosine(reference, await embed(engine, tile(row, column), `tile ${row},${column}`))).toBeLessThan(0.33);
  });

  test.each([90, 180, 270])(
    'a picture turned by %d° shows the same man, and says how he is turned',
    async (degrees) => {
      const upright = await tile(0, 1).resize(212, 216).png().toBuffer();
      const { face } = await observe(engine, sharp(upright).rotate(degrees));
      expect(cosine(reference, face!.embedding!)).toBeGreaterThan(0.7);
      expect(Math.abs(Math.abs(face!.pose.rollDeg) - (degrees === 270 ? 90 : degrees))).toBeLessThan(8);
      expect(Math.sign(face!.pose.rollDeg)).toBe(degrees === 270 ? -1 : 1);
    },
  );

  test('a mirrored picture shows the same man, looking the other way', async () => {
    const { face } = await observe(engine, tile(0, 1));
    const { face: mirrored } = await observe(engine, tile(0, 1).flop());
    expect(cosine(reference, mirrored!.embedding!)).toBeGreaterThan(0.7);
    expect(Math.sign(mirrored!.pose.yawDeg)).toBe(-Math.sign(face!.pose.yawDeg));
    // Each eye is read with its outer corner on the left, so mirroring only exchanges them.
    expect(Math.abs(mirrored!.eyeOpening!.left - face!.eyeOpening!.right)).toBeLessThan(0.08);
    expect(Math.abs(mirrored!.eyeOpening!.right - face!.eyeOpening!.left)).toBeLessThan(0.08);
  });

  test('a grey picture shows the same man', async () => {
    expect(cosine(reference, await embed(engine, tile(0, 1).grayscale(), 'grey'))).toBeGreaterThan(0.7);
  });

  test('a small face in a large picture is found', async () => {
    const input = await tile(0, 1).png().toBuffer();
    const large = sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#555' } });
    const { face } = await observe(engine, large.composite([{ input, left: 1100, top: 200 }]));
    expect(cosine(reference, face!.embedding!)).toBeGreaterThan(0.7);
  });

  test.each([
    [32, 32],
    [640, 480],
    [4000, 40],
  ])('a blank picture of %d × %d shows no face', async (width, height) => {
    const blank = sharp({ create: { width, height, channels: 3, background: '#777' } });
    expect(await observe(engine, blank)).toEqual({ width, height, faceCount: 0, secondFaceRatio: 0, face: null });
  });

  test('every number of an observation is finite, also of a face of 33 pixels', async () => {
    const small = () => tile(0, 1).resize(33, 33, { fit: 'fill' });
    const before = await observe(engine, small(), { ...everything, motion: { reference: null } });
    const motion = { reference: before.face?.chip ?? null };
    const { face } = await observe(engine, small().modulate({ brightness: 1.1 }), { ...everything, motion });
    const notAsked = { formerEmbedding: [], depth: [], relief: [] };
    const numbers = JSON.stringify({ ...face, ...notAsked }, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value,
    );
    expect(face).not.toBeNull();
    // JSON writes NaN and infinities as null.
    expect(numbers).not.toContain('null');
  });
});
