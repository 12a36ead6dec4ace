import fc from 'fast-check';
import { identificationOutcomes, type Identification } from '../../src/biometrics/identification.js';
import { decisionReasons, reVerifyHints } from '../../src/biometrics/outcome.js';
import { faceErrorCodes } from '../../src/errors.js';
import { jobKinds, jobStates, type JobRow } from '../../src/recognition/job-ports.js';
import type { Identification__Output } from '../../src/rpc/generated/faceengine/v1/Identification.js';
import type { Job__Output } from '../../src/rpc/generated/faceengine/v1/Job.js';
import { loadPackage, serializerOf } from '../../src/rpc/protos.js';
import {
  galleryBackendToWire,
  galleryPhaseToWire,
  toWireGalleryState,
  toWireJob,
} from '../../src/rpc/wire-galleries.js';
import { toWireIdentification } from '../../src/rpc/wire-identification.js';
import { testSeed } from '../support/seeded.js';

fc.configureGlobal({ seed: testSeed, numRuns: 300 });

const definitions = loadPackage();
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the message
function overTheWire<T>(name: string, message: object): T {
  const bytes = serializerOf(definitions, name)(message);
  return (definitions[name] as unknown as { deserialize: (bytes: Buffer) => T }).deserialize(bytes);
}

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const uint32 = fc.nat(0xffff_ffff);

const anyIdentification: fc.Arbitrary<Identification> = fc.record({
  outcome: fc.constantFrom(...identificationOutcomes),
  reasons: fc.array(fc.constantFrom(...decisionReasons)),
  hint: fc.option(fc.constantFrom(...reVerifyHints)),
  candidates: fc.array(
    fc.record({ rank: uint32, subjectId: fc.string(), comparisonScore: number, similarity: number }),
  ),
  candidatesFound: uint32,
  gallerySize: uint32,
  threshold: fc.option(
    fc.record({
      fpir: number,
      references: uint32,
      fmr: number,
      similarity: number,
      comparisonScore: number,
      extrapolated: fc.boolean(),
    }),
  ),
  policyVersion: fc.string(),
  modelId: fc.string(),
  framesSeen: uint32,
  framesAccepted: uint32,
});

test(`an identification arrives as it was made, with scores only when they are to be shown (seed ${testSeed})`, () => {
  fc.assert(
    fc.property(anyIdentification, fc.boolean(), (made, reveal) => {
      const message = toWireIdentification(made, reveal);
      const wire = overTheWire<Identification__Output>('faceengine.v1.Identification', message);
      expect(wire.outcome).toBe(`IDENTIFICATION_OUTCOME_${made.outcome}`);
      expect(wire.reasons).toEqual(made.reasons.map((reason) => `REASON_${reason}`));
      expect(wire.hint).toBe(`RE_VERIFY_HINT_${made.hint ?? 'UNSPECIFIED'}`);
      for (const key of [
        'candidatesFound',
        'gallerySize',
        'policyVersion',
        'modelId',
        'framesSeen',
        'framesAccepted',
      ] as const)
        expect(wire[key]).toBe(made[key]);
      const told = wire.candidates.map(({ rank, subjectId, similarity, comparisonScore }) => {
        return { rank, subjectId, similarity, comparisonScore };
      });
      expect(told).toEqual(
        made.candidates.map((candidate) =>
          reveal ? candidate : { ...candidate, similarity: undefined, comparisonScore: undefined },
        ),
      );
      if (made.threshold) {
        const { fpir, references, fmr, similarity, extrapolated } = made.threshold;
        expect(wire.threshold).toEqual({ fpir, references, fmr, similarity, extrapolated });
      } else expect(wire.threshold).toBeNull();
    }),
  );
});

test(`a job arrives as it is (seed ${testSeed})`, () => {
  const time = fc.integer({ min: 0, max: 253_402_300_799_999 }).map((ms) => new Date(ms));
  const anyJob: fc.Arbitrary<JobRow> = fc.record({
    jobId: fc.uuid(),
    place: uint32,
    kind: fc.constantFrom(...jobKinds),
    state: fc.constantFrom(...jobStates),
    progress: fc.double({ min: 0, max: 1, noNaN: true }),
    pairsFound: uint32,
    fault: fc.option(fc.constantFrom(...faceErrorCodes)),
    createdAt: time,
    finishedAt: fc.option(time),
  });
  const msOf = (stamp: { seconds: number; nanos: number } | null) => stamp && stamp.seconds * 1000 + stamp.nanos / 1e6;
  fc.assert(
    fc.property(anyJob, (job) => {
      const wire = overTheWire<Job__Output>('faceengine.v1.Job', toWireJob(job));
      expect(wire).toMatchObject({ jobId: job.jobId, progress: job.progress, pairsFound: job.pairsFound });
      expect(wire.kind).toBe('JOB_KIND_FIND_DUPLICATES');
      expect(wire.state).toBe(`JOB_STATE_${job.state}`);
      expect(wire.fault).toBe(job.fault ?? '');
      expect(msOf(wire.createdAt)).toBe(job.createdAt.getTime());
      expect(msOf(wire.finishedAt)).toBe(job.finishedAt?.getTime() ?? null);
    }),
  );
});

test('every backend and phase of a gallery has a name on the wire that it comes back with', () => {
  const backends = Object.keys(galleryBackendToWire) as (keyof typeof galleryBackendToWire)[];
  const phases = Object.keys(galleryPhaseToWire) as (keyof typeof galleryPhaseToWire)[];
  for (const backend of backends)
    for (const phase of phases) {
      const state = {
        backend,
        phase,
        references: 1,
        total: 2,
        bytes: 2 ** 40,
        bytesMax: 2 ** 41,
        changeSequence: 2 ** 52,
        templatesUnopened: 3,
      };
      const message = toWireGalleryState({ ...state, faultCode: 'STORE_DOWN' });
      const wire = overTheWire<object>('faceengine.v1.GalleriesGetStatusResponse', message);
      expect(wire).toEqual({
        ...state,
        backend: `GALLERY_BACKEND_${backend.toUpperCase()}`,
        phase: `GALLERY_PHASE_${phase.toUpperCase()}`,
      });
    }
});
