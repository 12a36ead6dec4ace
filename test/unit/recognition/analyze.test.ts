import type { Observation } from '../../../src/biometrics/observation.js';
import { noFace, observation, twoFaces } from '../../support/observations.js';
import { call, world } from '../../support/use-cases.js';

const analyzed = (shown: Observation) => {
  const { engine, uses } = world();
  return uses.analyze(engine.image(shown), call);
};

test('a good face comes with all that was measured', async () => {
  const result = await analyzed(observation());
  expect(result).toMatchObject({ faceCount: 1, liveness: 0.95, eyeOpening: { left: 0.9, right: 0.9 }, reasons: [] });
  expect(result.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['Sharpness', 'HeadPoseYaw']));
  expect(result.quality).toBeGreaterThan(50);
  expect(result.points).toHaveLength(10);
});

test('without a face everything but the reason is absent', async () => {
  expect(await analyzed(noFace)).toEqual({
    faceCount: 0,
    box: null,
    detectionScore: null,
    points: null,
    pose: null,
    components: [],
    quality: null,
    liveness: null,
    eyeOpening: null,
    depth: null,
    reasons: ['NO_FACE'],
  });
});

test('all reasons why verification would pass the frame over are told, liveness among them', async () => {
  const poor = await analyzed(observation({ quality: { sharpness: 1, luminanceMean: 5 }, liveness: 0.39 }));
  expect(poor.reasons).toEqual(['TOO_DARK', 'BLURRED', 'LIVENESS_LOW']);
  expect((await analyzed(twoFaces)).reasons).toEqual(['MULTIPLE_FACES']);
});

test('no embedding is made', async () => {
  const { engine, uses } = world();
  const result = await uses.analyze(engine.image(observation()), call);
  expect(engine.asked).toEqual([
    { embedding: false, formerEmbedding: false, liveness: true, eyes: true, motion: null },
  ]);
  expect(result).not.toHaveProperty('embedding');
});
