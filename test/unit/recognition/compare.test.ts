import type { Observation } from '../../../src/biometrics/observation.js';
import { FaceError } from '../../../src/errors.js';
import { alice, mallory, noFace, observation, sampleOf, scoring, twoFaces } from '../../support/observations.js';
import { call, codeOf, world } from '../../support/use-cases.js';

const compared = (first: Observation, second: Observation) => {
  const { engine, uses } = world();
  return uses.compare(engine.image(first), engine.image(second), call);
};
const of = (person: Float32Array, seed: number) => observation({ embedding: sampleOf(person, seed) });
const blurred = observation({ quality: { sharpness: 1 } });

test('two pictures of one person match, and the answer says that liveness was not checked', async () => {
  expect(await compared(of(alice, 3), of(alice, 4))).toMatchObject({
    outcome: 'ACCEPT',
    reasons: ['SIMILARITY_SUFFICIENT', 'LIVENESS_NOT_CHECKED'],
    pictureReasons: [[], []],
    policyVersion: 'comparison-only@1',
  });
});

test('pictures of two people do not', async () => {
  const { outcome, reasons, similarity } = await compared(of(alice, 3), of(mallory, 4));
  expect([outcome, reasons[0]]).toEqual(['REJECT', 'SIMILARITY_LOW']);
  expect(similarity).toBeLessThan(0.6);
});

test('the score is the cosine, and the similarity its place on the calibrated scale', async () => {
  const result = await compared(observation(), observation({ embedding: scoring(alice, 0.413, 5) }));
  expect(result.comparisonScore).toBeCloseTo(0.413, 5);
  expect(result.similarity).toBeCloseTo(0.8, 4);
});

test.each([
  ['first', noFace, observation(), [['NO_FACE'], []]],
  ['second', observation(), noFace, [[], ['NO_FACE']]],
] as const)('where the %s picture shows no face nothing was compared', async (_, first, second, pictureReasons) => {
  expect(await compared(first, second)).toMatchObject({
    outcome: 'RE_VERIFY',
    reasons: ['NO_FACE', 'LIVENESS_NOT_CHECKED'],
    comparisonScore: null,
    similarity: null,
    pictureReasons,
  });
});

test('a picture that is too poor to decide on still gets its score', async () => {
  for (const [first, second] of [
    [blurred, observation()],
    [observation(), blurred],
  ] as const) {
    // prettier-ignore
    const result = await compared(first, second);
    expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['QUALITY_LOW', 'LIVENESS_NOT_CHECKED'] });
    expect(result.comparisonScore).toBeCloseTo(1, 5);
  }
});

test('two faces in a picture leave open who was meant', async () => {
  expect(await compared(observation(), twoFaces)).toMatchObject({
    outcome: 'RE_VERIFY',
    reasons: ['MULTIPLE_FACES', 'LIVENESS_NOT_CHECKED'],
  });
});

test('neither liveness nor eyes are measured, and nothing is stored', async () => {
  const { engine, uses, store } = world();
  const transaction = jest.spyOn(store, 'transaction');
  await uses.compare(engine.image(observation()), engine.image(observation()), call);
  expect(engine.asked).toEqual(
    Array(2).fill({ embedding: true, formerEmbedding: false, liveness: false, eyes: false, motion: null }),
  );
  expect(transaction).not.toHaveBeenCalled();
});

test('a fault of the picture is a fault, not an outcome', async () => {
  const { engine, uses } = world();
  const bad = engine.image(new FaceError('IMAGE_UNDECODABLE', 'not a picture'));
  expect(await codeOf(uses.compare(engine.image(observation()), bad, call))).toBe('IMAGE_UNDECODABLE');
});
