import { type TextureTerm, type TextureWeights, createTextureScorer } from '../../src/biometrics/texture-score.js';
import { textureFeatureNames } from '../../src/biometrics/texture-features.js';
import { fitLogistic } from '../../src/evaluation/logistic-regression.js';
import { areaUnderRoc } from '../../src/evaluation/rates/distribution.js';
import type { TextureSample } from './texture-samples.js';

/**
 * Measured, and yet no part of the scorer: the mean colour of a face is first of all its complexion and the white
 * balance of a camera, and both differ between people and cameras that no data at hand shows.
 */
const leftOut: ReadonlySet<string> = new Set(['face-blue-mean', 'face-red-mean']);
const places = textureFeatureNames.flatMap((name, place) => (leftOut.has(name) ? [] : [place]));

/** What a few people and cameras can vouch for: odds of about 55. */
const CLAMP = 4;

/** Part of the data with its share of all weight, shared equally by its subjects. */
export interface Part {
  readonly of: (sample: TextureSample) => boolean;
  readonly share: number;
}

/** Weights of the samples, 0 for one in no part. */
function weightsOf(samples: readonly TextureSample[], parts: readonly Part[]): number[] {
  const weights = new Array<number>(samples.length).fill(0);
  for (const { of, share } of parts) {
    const within = samples.flatMap((sample, i) => (of(sample) ? [i] : []));
    const sizes = new Map<string, number>();
    for (const i of within) sizes.set(samples[i]!.subject, (sizes.get(samples[i]!.subject) ?? 0) + 1);
    for (const i of within) weights[i] = share / (sizes.size * sizes.get(samples[i]!.subject)!);
  }
  return weights;
}

/** Fits what the parts name; the answer is not calibrated yet and not clamped. */
function fitted(samples: readonly TextureSample[], parts: readonly Part[], l2: number): TextureWeights {
  const all = weightsOf(samples, parts);
  const used = samples.flatMap((sample, i) => (all[i]! > 0 ? [{ sample, weight: all[i]! }] : []));
  const model = fitLogistic(
    used.map(({ sample }) => Float64Array.from(places, (place) => sample.features[place]!)),
    used.map(({ sample }) => (sample.bonaFide ? 1 : 0)),
    { l2, weights: used.map(({ weight }) => weight) },
  );
  const features = places.map((place, i): TextureTerm => ({
    name: textureFeatureNames[place]!,
    mean: model.mean[i]!,
    scale: model.scale[i]!,
    weight: model.coefficients[i]!,
  }));
  return { features, intercept: model.intercept, clamp: Infinity };
}

/** Each sample scored by a fit that has not seen its subject: one fold a captured subject, other people spread over them. */
export function crossValidated(samples: readonly TextureSample[], parts: readonly Part[], l2: number): number[] {
  const captured = [...new Set(samples.filter(isCaptured).map(({ subject }) => subject))].sort();
  const others = [...new Set(samples.filter((sample) => !isCaptured(sample)).map(({ subject }) => subject))].sort();
  const fold = new Map(captured.map((subject, i) => [subject, i]));
  for (const [i, subject] of others.entries()) fold.set(subject, i % captured.length);
  const scores = new Array<number>(samples.length).fill(NaN);
  for (const tested of captured.keys()) {
    const score = createTextureScorer(
      fitted(
        samples.filter(({ subject }) => fold.get(subject) !== tested),
        parts,
        l2,
      ),
    );
    for (const [i, sample] of samples.entries()) {
      if (fold.get(sample.subject) === tested) scores[i] = score(sample.features);
    }
  }
  return scores;
}

export const isCaptured = ({ subject }: TextureSample): boolean => !subject.startsWith('people/');

/** The line that makes log-likelihood ratios of cross-validated logits, and the fit to everything on that scale. */
export function calibratedFit(
  samples: readonly TextureSample[],
  parts: readonly Part[],
  scores: readonly number[],
  l2: number,
): { readonly weights: TextureWeights; readonly ratios: readonly number[] } {
  const all = weightsOf(samples, parts);
  const used = samples.flatMap((_, i) => (all[i]! > 0 ? [i] : []));
  const line = fitLogistic(
    used.map((i) => [scores[i]!]),
    used.map((i) => (samples[i]!.bonaFide ? 1 : 0)),
    { l2: 1e-4, weights: used.map((i) => all[i]!) },
  );
  const gain = line.coefficients[0]! / line.scale[0]!;
  const offset = line.intercept - gain * line.mean[0]!;
  const { features, intercept } = fitted(samples, parts, l2);
  const digits = (value: number): number => Number(value.toPrecision(6));
  return {
    weights: {
      features: features.map(({ name, mean, scale, weight }) => ({
        name,
        mean: digits(mean),
        scale: digits(scale),
        weight: digits(gain * weight),
      })),
      intercept: digits(gain * intercept + offset),
      clamp: CLAMP,
    },
    ratios: scores.map((score) => Math.max(-CLAMP, Math.min(CLAMP, gain * score + offset))),
  };
}

export interface Figures {
  readonly auc: number;
  readonly bpcer: number;
  readonly apcer: number;
  readonly apcerAtBpcer5: number;
}

/** @param bonaFide scores, the larger the more alive; the threshold of the rates is 0 */
export function figuresOf(bonaFide: readonly number[], attacks: readonly number[]): Figures {
  const threshold = [...bonaFide].sort((a, b) => a - b)[Math.floor(bonaFide.length / 20)] ?? 0;
  const share = (values: readonly number[], counted: (value: number) => boolean): number =>
    values.filter(counted).length / Math.max(1, values.length);
  return {
    auc: areaUnderRoc(bonaFide, attacks) ?? NaN,
    bpcer: share(bonaFide, (value) => value < 0),
    apcer: share(attacks, (value) => value >= 0),
    apcerAtBpcer5: share(attacks, (value) => value >= threshold),
  };
}

/** The mean score of each presentation. */
export function bySession(samples: readonly TextureSample[], scores: readonly number[]): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [i, { session, altered }] of samples.entries()) {
    if (altered) continue;
    const { sum, count } = sums.get(session) ?? { sum: 0, count: 0 };
    sums.set(session, { sum: sum + scores[i]!, count: count + 1 });
  }
  return new Map([...sums].map(([session, { sum, count }]) => [session, sum / count]));
}
