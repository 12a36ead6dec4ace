import type { NativeFound, NativeGallery, NativeGalleryOptions, NativeQuery } from '../../src/engine/native-gallery.js';

/** The addon's gallery in a few lines: names and vectors in a map, compared one by one. Tags and filters are left out. */
export function bruteGallery({ bytesMax }: Pick<NativeGalleryOptions, 'bytesMax'>): NativeGallery {
  const references = new Map<string, Float32Array>();
  const search = (probe: Float32Array, { scoreMin, limit }: NativeQuery): NativeFound => {
    const scored = [...references]
      .map(([name, vector]) => ({ name, score: vector.reduce((sum, value, i) => sum + value * (probe[i] ?? 0), 0) }))
      .filter(({ score }) => score >= scoreMin)
      .sort((a, b) => b.score - a.score);
    const told = scored.slice(0, limit);
    return {
      names: told.map(({ name }) => name),
      scores: Float32Array.from(told, ({ score }) => score),
      found: scored.length,
      searched: references.size,
      scoreErrorMax: 0,
    };
  };
  const notThere = () => {
    throw new Error('the brute gallery has no such method');
  };
  return {
    put(names, _tags, vectors) {
      const dimension = vectors.length / names.length;
      for (const [row, name] of names.entries()) {
        references.set(name, vectors.slice(row * dimension, (row + 1) * dimension));
      }
      return Promise.resolve();
    },
    remove: (names) => names.filter((name) => references.delete(name)).length,
    count: () => references.size,
    search: (probe, query) => ({ answer: Promise.resolve(search(probe, query)), cancel: () => undefined }),
    searchBatch(probes, query) {
      const dimension = references.values().next().value?.length ?? 1;
      const rows = Array.from({ length: probes.length / dimension }, (_, row) => row * dimension);
      const answers = rows.map((from) => search(probes.subarray(from, from + dimension), query));
      return { answer: Promise.resolve(answers), cancel: () => undefined };
    },
    status: () => ({
      references: references.size,
      places: references.size,
      bytes: [...references.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
      bytesMax,
      searchesWaiting: 0,
    }),
    close: () => references.clear(),
    pairs: notThere,
    putSealed: notThere,
    writeSnapshot: notThere,
    readSnapshotHeader: notThere,
    readSnapshot: notThere,
    eraseFromSnapshot: notThere,
  };
}
