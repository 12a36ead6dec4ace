import { badField } from '../errors.js';
import { DUPLICATE_SIMILARITY_MAX, DUPLICATE_SIMILARITY_MIN } from '../recognition/find-duplicates.js';
import type { GalleryPhase, GalleryState } from '../recognition/gallery-ports.js';
import type { DuplicatePair, JobKind, JobRow, JobState } from '../recognition/job-ports.js';
import type { DuplicatesRequest } from '../recognition/requests.js';
import type { DuplicatePair as WireDuplicatePair } from './generated/faceengine/v1/DuplicatePair.js';
import type { GalleriesFindDuplicatesRequest__Output } from './generated/faceengine/v1/GalleriesFindDuplicatesRequest.js';
import type { GalleriesGetStatusResponse } from './generated/faceengine/v1/GalleriesGetStatusResponse.js';
import type { GalleryBackend__Output } from './generated/faceengine/v1/GalleryBackend.js';
import type { GalleryPhase__Output } from './generated/faceengine/v1/GalleryPhase.js';
import type { Job } from './generated/faceengine/v1/Job.js';
import type { JobKind__Output } from './generated/faceengine/v1/JobKind.js';
import type { JobState__Output } from './generated/faceengine/v1/JobState.js';
import { fpirOf } from './wire-identification.js';
import { count, finite, toSecondsAndNanos } from './wire.js';

/** Galleries and jobs both ways. */

export const galleryBackendToWire = {
  native: 'GALLERY_BACKEND_NATIVE',
  milvus: 'GALLERY_BACKEND_MILVUS',
} as const satisfies Record<GalleryState['backend'], GalleryBackend__Output>;

export const galleryPhaseToWire = {
  off: 'GALLERY_PHASE_OFF',
  loading: 'GALLERY_PHASE_LOADING',
  ready: 'GALLERY_PHASE_READY',
  full: 'GALLERY_PHASE_FULL',
  stale: 'GALLERY_PHASE_STALE',
} as const satisfies Record<GalleryPhase, GalleryPhase__Output>;

export const jobKindToWire = {
  'find-duplicates': 'JOB_KIND_FIND_DUPLICATES',
} as const satisfies Record<JobKind, JobKind__Output>;

export const jobStateToWire = {
  PENDING: 'JOB_STATE_PENDING',
  RUNNING: 'JOB_STATE_RUNNING',
  SUCCEEDED: 'JOB_STATE_SUCCEEDED',
  FAILED: 'JOB_STATE_FAILED',
  CANCELLED: 'JOB_STATE_CANCELLED',
  INTERRUPTED: 'JOB_STATE_INTERRUPTED',
} as const satisfies Record<JobState, JobState__Output>;

/** @throws FaceError BAD_FIELD */
export function duplicatesRequestOf(
  { fpirMax, similarityMin }: GalleriesFindDuplicatesRequest__Output,
  scoresRevealed: boolean,
): DuplicatesRequest {
  return {
    scoresRevealed,
    fpirMax: fpirMax === undefined ? null : fpirOf(fpirMax, 'fpir_max'),
    similarityMin: similarityMin === undefined ? null : similarityOf(similarityMin, 'similarity_min'),
  };
}

function similarityOf(value: number, field: string): number {
  if (value >= DUPLICATE_SIMILARITY_MIN && value <= DUPLICATE_SIMILARITY_MAX) return value;
  const expected = `a similarity from ${DUPLICATE_SIMILARITY_MIN} to ${DUPLICATE_SIMILARITY_MAX}`;
  throw badField(field, expected, 'another number');
}

export function toWireGalleryState(state: GalleryState): GalleriesGetStatusResponse {
  return {
    backend: galleryBackendToWire[state.backend],
    phase: galleryPhaseToWire[state.phase],
    references: count(state.references),
    total: count(state.total),
    bytes: finite(state.bytes),
    bytesMax: finite(state.bytesMax),
    changeSequence: finite(state.changeSequence),
    templatesUnopened: count(state.templatesUnopened),
  };
}

export function toWireJob(job: JobRow): Job {
  return {
    jobId: job.jobId,
    kind: jobKindToWire[job.kind],
    state: jobStateToWire[job.state],
    progress: finite(job.progress),
    pairsFound: count(job.pairsFound),
    createdAt: toSecondsAndNanos(job.createdAt.getTime()),
    finishedAt: job.finishedAt && toSecondsAndNanos(job.finishedAt.getTime()),
    fault: job.fault ?? '',
  };
}

/** @param reveal whether the caller may read scores of comparisons with stored templates */
export function toWireDuplicate(pair: DuplicatePair, reveal: boolean): WireDuplicatePair {
  const { subjectId, otherSubjectId, similarity } = pair;
  return reveal ? { subjectId, otherSubjectId, similarity: finite(similarity) } : { subjectId, otherSubjectId };
}
