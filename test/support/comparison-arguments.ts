/** Arguments that the comparisons of the addon accept. */

/** Three unit vectors; the first two are of one identity. */
export const rows = { values: Float32Array.of(1, 0, 0.6, 0.8, 0, 1), dimension: 2, count: 3 };
export const labels = {
  identities: Int32Array.of(4, 4, 7),
  corrected: Int32Array.of(4, 4, 7),
  groups: Int32Array.of(0, 1, 1),
  groupCount: 2,
};
export const share = { first: 0, last: 3 };
export const pairArrays = (length: number) => ({
  scores: new Float32Array(length),
  a: new Int32Array(length),
  b: new Int32Array(length),
});
export const scoreBins = 200_001;
export const tally = () => ({
  nonMated: new Float64Array(scoreBins),
  disputed: new Float64Array(scoreBins),
  nonMatedWithin: new Float64Array(2 * scoreBins),
  matedStarts: Int32Array.of(0, 1, 1, 1),
  mated: pairArrays(1),
  listedMin: 0.5,
  listed: pairArrays(4),
  listedState: new Int32Array(2),
});
export const search = { gallery: Int32Array.of(0, 2), probes: Int32Array.of(1, 1, 2), mates: Int32Array.of(0, -1, 1) };
export const results = () => ({
  mate: new Float32Array(3),
  rank: new Int32Array(3),
  highestOther: new Float32Array(3),
});
