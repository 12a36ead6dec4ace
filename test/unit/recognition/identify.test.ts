import type { Observation } from '../../../src/biometrics/observation.js';
import type { Policy } from '../../../src/biometrics/policy.js';
import { everyone } from '../../../src/recognition/gallery-ports.js';
import { recognition, type Recognition } from '../../../src/recognition/recognition.js';
import type { IdentificationRequest } from '../../../src/recognition/requests.js';
import type { SearchKind } from '../../../src/recognition/search-permissions.js';
import { MemoryGallery } from '../../support/memory-gallery.js';
import { alice, identity, livePerson, mallory, noFace, scoring, stillPicture } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

interface Place extends World {
  readonly gallery: MemoryGallery;
  readonly uses: Recognition;
}

/** Alice, and others who look more or less like her, each with a template and a place in the gallery. */
const looks = { alice, twin: scoring(alice, 0.9, 5), cousin: scoring(alice, 0.6, 6), bob: identity(42) } as const;

async function place(changes: Partial<Policy> = {}, allowed: readonly SearchKind[] = ['identify']): Promise<Place> {
  const base = world(changes);
  const gallery = new MemoryGallery();
  const context = { ...base.context, gallery, searchPermissions: new Set(allowed) };
  for (const [subjectId, vector] of Object.entries(looks)) {
    await base.store.transaction(async (unit) => {
      const tags = subjectId === 'bob' ? ['staff'] : ['guest', 'family'];
      await unit.subjects.insert(subjectId, tags);
      const template = { templateId: `t-${subjectId}`, subjectId, modelId: base.engine.modelId, version: 1 };
      await unit.templates.put({
        ...template,
        ...(await base.vault.seal(vector, template, unit)),
        framesUsed: 5,
        quality: 80,
      });
      gallery.put(subjectId, vector, tags);
    }, call);
  }
  return { ...base, context, gallery, uses: recognition(context) };
}

const asked = (changes: Partial<IdentificationRequest> = {}): IdentificationRequest => ({
  kind: 'identify',
  policy: null,
  filter: everyone,
  candidatesMax: 10,
  fpirMax: null,
  scoresRevealed: true,
  ...changes,
});

const identified = async (here: Place, shown: readonly Observation[], changes: Partial<IdentificationRequest> = {}) =>
  (await drained(here.uses.identify(asked(changes), new Frames(here, shown), call))).result;

test('everybody who reaches the threshold is a candidate, the most alike first', async () => {
  const here = await place();
  const found = await identified(here, livePerson(alice, 20));
  expect(found).toMatchObject({ outcome: 'CANDIDATES', hint: null, candidatesFound: 3, gallerySize: 4 });
  expect(found.candidates.map(({ rank, subjectId }) => [rank, subjectId])).toEqual([
    [1, 'alice'],
    [2, 'twin'],
    [3, 'cousin'],
  ]);
  expect(found.reasons).toEqual(['SIMILARITY_SUFFICIENT', 'LIVENESS_SHOWN']);
  expect(found).toMatchObject({ policyVersion: 'passive@1', modelId: here.engine.modelId });
  const [first, second] = found.candidates;
  expect(first?.comparisonScore).toBeGreaterThan(second?.comparisonScore ?? 1);
  expect(first?.similarity).toBeGreaterThan(0.9);
  // The capture ends as soon as it would do.
  expect(found.framesSeen).toBeLessThan(20);
});

test('no more are told than were asked for, and how many there were', async () => {
  const found = await identified(await place(), livePerson(alice, 20), { candidatesMax: 1 });
  expect(found.candidates).toHaveLength(1);
  expect(found.candidatesFound).toBe(3);
});

test('the threshold is that of the rate and of the gallery after the filter', async () => {
  const here = await place();
  const all = await identified(here, livePerson(alice, 20));
  expect(all.threshold).toMatchObject({ fpir: 0.01, extrapolated: false });
  expect(all.threshold?.fmr).toBeCloseTo(0.01 / 4, 4);
  const few = await identified(here, livePerson(alice, 20), { filter: { subjectIds: ['alice'], tagsAny: null } });
  expect(few.gallerySize).toBe(1);
  expect(few.threshold?.fmr).toBeCloseTo(0.01, 6);
  const strict = await identified(here, livePerson(alice, 20), { fpirMax: 1e-8 });
  expect(strict.threshold?.extrapolated).toBe(true);
  expect(strict.candidates.map(({ subjectId }) => subjectId)).toEqual(['alice', 'twin']);
  const lax = await identified(here, livePerson(alice, 20), { fpirMax: 0.5 });
  expect(lax.threshold).toMatchObject({ fpir: 0.01, references: 4 });
});

describe('who may not read scores', () => {
  test('moves no threshold by a filter', async () => {
    const here = await place();
    const few = { filter: { subjectIds: ['alice'], tagsAny: null }, scoresRevealed: false };
    const found = await identified(here, livePerson(alice, 20), few);
    expect(found).toMatchObject({ gallerySize: 1, candidatesFound: 1, threshold: { references: 4 } });
    expect(found.threshold?.fmr).toBeCloseTo(0.01 / 4, 4);
  });

  test('chooses no rate', async () => {
    const here = await place();
    const frames = new Frames(here, livePerson(alice, 3));
    const chosen = drained(here.uses.identify(asked({ fpirMax: 1e-4, scoresRevealed: false }), frames, call));
    await expect(chosen).rejects.toMatchObject({ code: 'BAD_FIELD', field: 'config.fpir_max' });
    expect(frames.pulled).toBe(0);
  });
});

test('a candidate has the score of a verification by the same capture, whose pool is shorter than its samples', async () => {
  const here = await place();
  const shown = livePerson(alice, 40);
  const { scores } = (
    await drained(here.uses.verify({ subjectId: 'twin', policy: null }, new Frames(here, shown), call))
  ).result;
  const found = await identified(here, shown);
  const twin = found.candidates.find(({ subjectId }) => subjectId === 'twin');
  expect(twin?.comparisonScore).toBeCloseTo(scores.comparisonScore ?? NaN, 6);
  // Pooled scores are not of unit vectors, and the threshold is theirs.
  const { scoreMin = 0, probe = new Float32Array(1) } = here.gallery.queries[0] ?? {};
  expect(scoreMin).toBe(found.threshold?.comparisonScore);
  expect(probe.reduce((sum, value) => sum + value * value, 0)).toBeLessThan(0.999);
});

test('a filter by tags and by subjects leaves those who satisfy both', async () => {
  const here = await place();
  const of = async (filter: IdentificationRequest['filter']) => {
    const found = await identified(here, livePerson(alice, 20), { filter });
    return { gallerySize: found.gallerySize, ids: found.candidates.map(({ subjectId }) => subjectId) };
  };
  expect(await of({ subjectIds: null, tagsAny: ['staff'] })).toEqual({ gallerySize: 1, ids: [] });
  expect(await of({ subjectIds: null, tagsAny: ['guest', 'staff'] })).toMatchObject({ gallerySize: 4 });
  expect(await of({ subjectIds: ['twin', 'bob'], tagsAny: ['family'] })).toEqual({ gallerySize: 1, ids: ['twin'] });
});

test('a stranger is nobody', async () => {
  const found = await identified(await place(), livePerson(mallory, 20));
  expect(found).toMatchObject({ outcome: 'NO_CANDIDATE', candidates: [], candidatesFound: 0, gallerySize: 4 });
  expect(found.reasons[0]).toBe('SIMILARITY_LOW');
  expect(found.threshold).not.toBeNull();
});

test('in an empty gallery nobody is searched for', async () => {
  const here = await place();
  const found = await identified(here, livePerson(alice, 20), { filter: { subjectIds: ['carol'], tagsAny: null } });
  expect(found).toMatchObject({ outcome: 'NO_CANDIDATE', gallerySize: 0, threshold: null });
  expect(here.gallery.queries).toEqual([]);
});

test.each<[string, readonly Observation[], object]>([
  ['a still picture', stillPicture(alice, 30), { outcome: 'RE_VERIFY', reasons: ['LIVENESS_NOT_SHOWN'], hint: 'SHOW_LIVENESS' }], // prettier-ignore
  ['an attack', livePerson(alice, 10, { liveness: 0.05 }), { outcome: 'REJECT', reasons: ['PRESENTATION_ATTACK'], hint: null }], // prettier-ignore
  ['nobody', [noFace], { outcome: 'RE_VERIFY', reasons: ['NO_FACE'], hint: 'FACE_THE_CAMERA' }],
])('%s is not searched for', async (_, shown, expected) => {
  const here = await place();
  const found = await identified(here, shown);
  expect(found).toMatchObject({ ...expected, candidates: [], candidatesFound: 0, threshold: null, gallerySize: 4 });
  expect(here.gallery.queries).toEqual([]);
});

test('who is deleted while the search runs is not told', async () => {
  const here = await place();
  here.gallery.onSearched = () =>
    here.store.transaction(async (unit) => {
      await unit.subjects.remove('twin');
      await unit.templates.remove('t-cousin');
    }, call);
  const found = await identified(here, livePerson(alice, 20));
  expect(found.candidates).toMatchObject([{ rank: 1, subjectId: 'alice' }]);
  expect(found.candidatesFound).toBe(1);
});

test('whoever is gone makes room for the next one', async () => {
  const here = await place();
  await here.store.transaction((unit) => unit.subjects.remove('alice'), call);
  const found = await identified(here, livePerson(alice, 20), { candidatesMax: 1 });
  expect(found).toMatchObject({ outcome: 'CANDIDATES', candidatesFound: 2 });
  expect(found.candidates).toMatchObject([{ rank: 1, subjectId: 'twin' }]);
  expect(here.gallery.queries).toHaveLength(2);
  await here.store.transaction(async (unit) => {
    for (const subjectId of ['twin', 'cousin']) await unit.subjects.remove(subjectId);
  }, call);
  expect(await identified(here, livePerson(alice, 20), { candidatesMax: 1 })).toMatchObject({
    outcome: 'NO_CANDIDATE',
    candidatesFound: 0,
  });
});

test('pictures are searched for where the policy does not ask for life, and the answer says so', async () => {
  const here = await place({}, ['search-once']);
  const request = { kind: 'search-once', policy: 'comparison-only' } as const;
  const found = await identified(here, stillPicture(alice, 2), request);
  expect(found.candidates[0]?.subjectId).toBe('alice');
  expect(found.reasons).toEqual(['SIMILARITY_SUFFICIENT', 'LIVENESS_NOT_CHECKED']);
});

describe('before the first frame', () => {
  const refused = async (here: Place, changes: Partial<IdentificationRequest> = {}) => {
    const frames = new Frames(here, livePerson(alice, 3));
    const code = await codeOf(drained(here.uses.identify(asked(changes), frames, call)));
    expect(frames.pulled).toBe(0);
    return code;
  };

  test.each<[readonly SearchKind[], IdentificationRequest['kind']]>([
    [[], 'identify'],
    [['search-once', 'find-duplicates', 'duplicate-check'], 'identify'],
    [['identify', 'find-duplicates', 'duplicate-check'], 'search-once'],
  ])('with %j allowed, %s is not', async (allowed, kind) => {
    expect(await refused(await place({}, allowed), { kind })).toBe('SEARCH_NOT_ALLOWED');
  });

  test('a gallery that is loading or full refuses', async () => {
    const here = await place();
    here.gallery.phase = 'loading';
    expect(await refused(here)).toBe('GALLERY_LOADING');
    here.gallery.phase = 'full';
    expect(await refused(here)).toBe('GALLERY_FULL');
  });

  test('a policy that requires a device signature refuses, and so do an unknown one and a sealed vault', async () => {
    expect(await refused(await place({ deviceSignature: 'required' }))).toBe('BAD_FIELD');
    const here = await place();
    expect(await refused(here, { policy: 'nonsense' })).toBe('POLICY_UNKNOWN');
    here.vault.sealed = true;
    expect(await refused(here)).toBe('KEYS_SEALED');
  });
});

test('the answer holds no vector, and the probe is zeroed when the search is over', async () => {
  const here = await place();
  const probes: Float32Array[] = [];
  const search = here.gallery.search.bind(here.gallery);
  here.gallery.search = (query, given) => {
    probes.push(query.probe);
    return search(query, given);
  };
  const found = await identified(here, livePerson(alice, 20));
  expect(JSON.stringify(found)).not.toMatch(/embedding|probe|\[(-?0\.\d+,){8}/);
  expect(probes).toHaveLength(1);
  expect(probes[0]?.every((value) => value === 0)).toBe(true);
});
