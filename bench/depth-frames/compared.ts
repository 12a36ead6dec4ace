import { comparisonScore } from '../../src/biometrics/embedding.js';
import { pooledRelief } from '../../src/biometrics/depth-similarity.js';
import { reliefDescriptor } from '../../src/engine/relief-descriptor.js';
import type { Measured } from './measure.js';

export interface ReliefRates {
  readonly mated: number;
  readonly nonMated: number;
  readonly nonMatedMedian: number;
  readonly points: readonly { readonly fmr: number; readonly score: number; readonly fnmr: number }[];
}

/** Every capture against every other: the reference pooled over its frames, the probe's frames scored and averaged. */
export function compared(captures: readonly Measured[]): ReliefRates {
  const people = captures.map(({ person, reliefs }) => {
    const frames = reliefs.flatMap((relief) => reliefDescriptor(relief) ?? []);
    return { person, frames, reference: pooledRelief(frames) };
  });
  const mated: number[] = [];
  const nonMated: number[] = [];
  for (const [i, { person, reference }] of people.entries()) {
    for (const [j, probe] of people.entries()) {
      if (i === j || !reference || probe.frames.length === 0) continue;
      const sum = probe.frames.reduce((total, frame) => total + comparisonScore(frame, reference), 0);
      (person === probe.person ? mated : nonMated).push(sum / probe.frames.length);
    }
  }
  nonMated.sort((a, b) => b - a);
  const points = [0.1, 0.03, 0.01, 0.003, 0.001].map((fmr) => {
    const score = nonMated[Math.floor(fmr * nonMated.length)] ?? 1;
    return { fmr, score: rounded(score), fnmr: mated.filter((value) => value < score).length / mated.length };
  });
  const nonMatedMedian = rounded(nonMated[Math.floor(nonMated.length / 2)] ?? 0);
  return { mated: mated.length, nonMated: nonMated.length, nonMatedMedian, points };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
