import type { Observation } from '../../../src/biometrics/observation.js';
import { alice, livePerson, mallory, noFace, stillPicture } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world } from '../../support/use-cases.js';

async function checked(shown: readonly Observation[]) {
  const here = world();
  const transaction = jest.spyOn(here.store, 'transaction');
  const { result } = await drained(here.uses.checkLiveness({ policy: null }, new Frames(here, shown), call));
  expect(transaction).not.toHaveBeenCalled();
  return result;
}

test('a person who moves is bona fide, as soon as it shows', async () => {
  expect(await checked(livePerson(alice, 40))).toMatchObject({
    outcome: 'BONA_FIDE',
    reasons: ['LIVENESS_SHOWN'],
    framesSeen: 9,
    policyVersion: 'passive@1',
  });
});

test('a still picture is inconclusive', async () => {
  const result = await checked(stillPicture(alice, 30));
  expect(result).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: ['LIVENESS_NOT_SHOWN'], blinks: 0 });
  expect(result.motion).toBeLessThan(0.5);
});

test('what the networks hold for an attack is one', async () => {
  expect(await checked(livePerson(alice, 10, { liveness: 0.05 }))).toMatchObject({
    outcome: 'ATTACK',
    reasons: ['PRESENTATION_ATTACK'],
    framesAccepted: 0,
  });
});

test('where no network ran nobody is bona fide, and liveness is not told', async () => {
  const result = await checked(livePerson(alice, 12, { liveness: null }));
  expect(result).toMatchObject({ outcome: 'INCONCLUSIVE', liveness: null });
});

test('two people in one capture are not bona fide', async () => {
  const result = await checked([...livePerson(mallory, 4), ...livePerson(alice, 4)]);
  expect(result.outcome).toBe('INCONCLUSIVE');
});

test('nobody is inconclusive', async () => {
  expect(await checked([noFace])).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: ['NO_FACE'], liveness: null });
});

test('a policy that does not check liveness cannot be asked for it', async () => {
  const here = world();
  const check = here.uses.checkLiveness({ policy: 'comparison-only' }, new Frames(here, []), call);
  expect(await codeOf(drained(check))).toBe('BAD_FIELD');
});
