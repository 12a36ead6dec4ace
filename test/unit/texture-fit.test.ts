import { textureFeatureNames } from '../../src/biometrics/texture-features.js';
import { createTextureScorer } from '../../src/biometrics/texture-score.js';
import { randomFrom as drawsFrom } from '../../src/evaluation/rates/random.js';
import type { FacePicture } from '../../bench/support/face-picture.js';
import { recaptured, simulatedSpecies } from '../../bench/support/recapture.js';
import { bySession, calibratedFit, crossValidated, figuresOf } from '../../bench/support/texture-fit.js';
import type { TextureSample } from '../../bench/support/texture-samples.js';
import { randomFrom } from '../support/seeded.js';

const parts = [
  { of: ({ bonaFide }: TextureSample) => bonaFide, share: 0.5 },
  { of: ({ bonaFide }: TextureSample) => !bonaFide, share: 0.5 },
];

/** Six subjects; `told` says how far a feature of everybody, and one of a subject alone, part the two kinds. */
function samples(told: { readonly common: number; readonly own: number }): TextureSample[] {
  const random = randomFrom(7);
  return Array.from({ length: 360 }, (_, index) => {
    const subject = index % 6;
    const bonaFide = Math.floor(index / 6) % 2 === 0;
    const sign = bonaFide ? 1 : -1;
    const features = Float32Array.from(textureFeatureNames, () => random.gaussian());
    features[0]! += sign * told.common;
    features[10 + subject]! += sign * told.own;
    const kind = bonaFide ? 'bona-fide' : 'print';
    return {
      features,
      bonaFide,
      source: kind,
      subject: `000${subject}`,
      session: `${kind}/000${subject}`,
      altered: false,
    };
  });
}

const figures = (all: readonly TextureSample[], scores: readonly number[]) => {
  const of = (kind: boolean): number[] => all.flatMap(({ bonaFide }, i) => (bonaFide === kind ? [scores[i]!] : []));
  return figuresOf(of(true), of(false));
};

test('what is true of one subject alone does not help to judge it', () => {
  const own = samples({ common: 0, own: 3 });
  expect(figures(own, crossValidated(own, parts, 0.01)).auc).toBeLessThan(0.65);
  const common = samples({ common: 3, own: 0 });
  expect(figures(common, crossValidated(common, parts, 0.01)).auc).toBeGreaterThan(0.95);
});

test('calibrated scores are log-likelihood ratios: among those near 1 there are e times as many of bona fide', () => {
  const all = samples({ common: 0.7, own: 0 });
  const scores = crossValidated(all, parts, 0.01);
  const { ratios, weights } = calibratedFit(all, parts, scores, 0.01);
  const expected = ratios.reduce((sum, ratio) => sum + 1 / (1 + Math.exp(-ratio)), 0);
  expect(expected).toBeCloseTo(all.filter(({ bonaFide }) => bonaFide).length, -1);
  const kept = createTextureScorer(weights);
  expect(
    figures(
      all,
      all.map(({ features }) => kept(features)),
    ).auc,
  ).toBeGreaterThan(0.7);
});

test('a presentation is judged by the mean of its frames, and only by recorded ones', () => {
  const [first, second] = samples({ common: 1, own: 0 }) as [TextureSample, TextureSample];
  const same = { ...second, session: first.session };
  const means = bySession([first, same, { ...same, altered: true }], [1, 2, 90]);
  expect([...means]).toEqual([[first.session, 1.5]]);
});

test('rates count what falls on the wrong side of zero, and of the threshold of BPCER 5 %', () => {
  const alive = Array.from({ length: 20 }, (_, i) => i - 1);
  expect(figuresOf(alive, [-2, -0.5, 0.5, 7])).toEqual({
    auc: expect.any(Number) as number,
    bpcer: 1 / 20,
    apcer: 2 / 4,
    apcerAtBpcer5: 2 / 4,
  });
});

test.each(simulatedSpecies)('a seed repeats a %s, and another gives another', async (species) => {
  const data = Uint8Array.from({ length: 96 * 80 * 3 }, (_, i) => 60 + ((i * 7919) % 120));
  const picture = { data, width: 96, height: 80 };
  const face: FacePicture = {
    picture,
    box: { left: 30, top: 20, width: 36, height: 40 },
    points: Float32Array.of(40, 35, 56, 35, 48, 44, 42, 52, 54, 52),
  };
  const made = (seed: number) => recaptured(species, face, picture, drawsFrom(seed));
  const [once, again, other] = await Promise.all([made(3), made(3), made(4)]);
  expect(again.picture).toEqual(once.picture);
  expect(other.picture).not.toEqual(once.picture);
  expect(once.picture.data.length).toBe(once.picture.width * once.picture.height * 3);
  // Where the face is follows the size that the second camera chose.
  expect(once.box.width / once.picture.width).toBeCloseTo(36 / 96, 6);
});
