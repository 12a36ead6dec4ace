import {
  FPIR_MAX,
  FPIR_MIN,
  type Candidate,
  type Identification,
  type IdentificationOutcome,
  type IdentificationThreshold,
} from '../biometrics/identification.js';
import { badField } from '../errors.js';
import { everyone, type GalleryFilter } from '../recognition/gallery-ports.js';
import { idOf, TAGS_MAX, tagsOf } from '../recognition/ids.js';
import type { IdentificationRequest } from '../recognition/requests.js';
import type { Candidate as WireCandidate } from './generated/faceengine/v1/Candidate.js';
import type { GalleryFilter__Output } from './generated/faceengine/v1/GalleryFilter.js';
import type { Identification as WireIdentification } from './generated/faceengine/v1/Identification.js';
import type { IdentificationOutcome__Output } from './generated/faceengine/v1/IdentificationOutcome.js';
import type { IdentificationThreshold as WireThreshold } from './generated/faceengine/v1/IdentificationThreshold.js';
import type { IdentifyConfig__Output } from './generated/faceengine/v1/IdentifyConfig.js';
import { optionalPolicyOf } from './wire-requests.js';
import { count, finite, hintToWire, reasonToWire } from './wire.js';

/** Identifications both ways. */

export const SUBJECTS_FILTERED_MAX = 10_000;
export const CANDIDATES_MAX = 100;
const CANDIDATES_DEFAULT = 10;

/** @throws FaceError BAD_FIELD */
export function identificationRequestOf(
  config: IdentifyConfig__Output,
  { kind, scoresRevealed }: Pick<IdentificationRequest, 'kind' | 'scoresRevealed'>,
): IdentificationRequest {
  return {
    kind,
    scoresRevealed,
    policy: optionalPolicyOf(config.policy, 'config.policy'),
    filter: config.filter ? filterOf(config.filter, 'config.filter') : everyone,
    candidatesMax: candidatesMaxOf(config.maxCandidates, 'config.max_candidates'),
    fpirMax: config.fpirMax === undefined ? null : fpirOf(config.fpirMax, 'config.fpir_max'),
  };
}

function filterOf({ subjectIds, tagsAny }: GalleryFilter__Output, field: string): GalleryFilter {
  if (subjectIds.length > SUBJECTS_FILTERED_MAX) {
    throw badField(`${field}.subject_ids`, `at most ${SUBJECTS_FILTERED_MAX} ids`, `${subjectIds.length}`);
  }
  if (tagsAny.length > TAGS_MAX) throw badField(`${field}.tags_any`, `at most ${TAGS_MAX} tags`, `${tagsAny.length}`);
  const ids = subjectIds.map((id, index) => idOf(id, `${field}.subject_ids[${index}]`));
  const tags = tagsOf([...new Set(tagsAny)], `${field}.tags_any`);
  return { subjectIds: ids.length === 0 ? null : [...new Set(ids)], tagsAny: tags.length === 0 ? null : tags };
}

function candidatesMaxOf(value: number, field: string): number {
  if (value > CANDIDATES_MAX) throw badField(field, `0–${CANDIDATES_MAX}`, `${value}`);
  return value === 0 ? CANDIDATES_DEFAULT : value;
}

/** @throws FaceError BAD_FIELD */
export function fpirOf(value: number, field: string): number {
  if (value >= FPIR_MIN && value <= FPIR_MAX) return value;
  throw badField(field, `a rate from ${FPIR_MIN} to ${FPIR_MAX}`, 'another number');
}

export const identificationOutcomeToWire = {
  CANDIDATES: 'IDENTIFICATION_OUTCOME_CANDIDATES',
  NO_CANDIDATE: 'IDENTIFICATION_OUTCOME_NO_CANDIDATE',
  RE_VERIFY: 'IDENTIFICATION_OUTCOME_RE_VERIFY',
  REJECT: 'IDENTIFICATION_OUTCOME_REJECT',
} as const satisfies Record<IdentificationOutcome, IdentificationOutcome__Output>;

/** @param reveal whether the caller may read scores of comparisons with stored templates */
export function toWireIdentification(identification: Identification, reveal: boolean): WireIdentification {
  const { hint, threshold } = identification;
  return {
    outcome: identificationOutcomeToWire[identification.outcome],
    reasons: identification.reasons.map((reason) => reasonToWire[reason]),
    hint: hint === null ? 'RE_VERIFY_HINT_UNSPECIFIED' : hintToWire[hint],
    candidates: identification.candidates.map((candidate) => toWireCandidate(candidate, reveal)),
    candidatesFound: count(identification.candidatesFound),
    gallerySize: count(identification.gallerySize),
    threshold: threshold && toWireThreshold(threshold),
    policyVersion: identification.policyVersion,
    modelId: identification.modelId,
    framesSeen: count(identification.framesSeen),
    framesAccepted: count(identification.framesAccepted),
  };
}

function toWireCandidate({ rank, subjectId, similarity, comparisonScore }: Candidate, reveal: boolean): WireCandidate {
  const wire: WireCandidate = { rank: count(rank), subjectId };
  return reveal ? { ...wire, similarity: finite(similarity), comparisonScore: finite(comparisonScore) } : wire;
}

function toWireThreshold(threshold: IdentificationThreshold): WireThreshold {
  const { fpir, references, fmr, similarity, extrapolated } = threshold;
  const rates = { fpir: finite(fpir), fmr: finite(fmr), similarity: finite(similarity) };
  return { ...rates, extrapolated, references: count(references) };
}
