import type { Identification } from '../biometrics/identification.js';
import type { Analysis, Comparison, Decision, EnrolmentResult, PadResult } from '../biometrics/outcome.js';
import {
  createSubject,
  deleteDeviceKey,
  deleteSubject,
  deleteTemplate,
  getSubject,
  getTemplate,
  listDeviceKeys,
  listSubjects,
  listTemplates,
  updateSubject,
} from './administer.js';
import { analyze } from './analyze.js';
import { checkLiveness } from './check-liveness.js';
import { compare } from './compare.js';
import type { Context } from './context.js';
import type { DeviceKeyInfo } from './device-keys.js';
import { enroll } from './enroll.js';
import { findDuplicates, listDuplicates } from './find-duplicates.js';
import type { GalleryState } from './gallery-ports.js';
import { identify } from './identify.js';
import type { DuplicatePairRow, JobRow, PlacePage } from './job-ports.js';
import { cancelJob, getJob, listJobs } from './jobs.js';
import { finishMigration, getMigration, migrateTemplates } from './migration.js';
import { activatePolicy, createPolicyVersion, getPolicy, listPolicies } from './policies.js';
import { simulatePolicy } from './simulate.js';
import { verify } from './verify.js';
import type { PolicyDocument } from '../biometrics/policy.js';
import type { CaptureInput, Image } from './capture-input.js';
import type { ActivePolicy, Call, PageRequest, Subject } from './ports.js';
import type {
  CaptureStep,
  Claim,
  DeletionReceipt,
  DeviceKeyName,
  DuplicatesRequest,
  EnrolmentRequest,
  FinishedMigration,
  IdentificationRequest,
  LivenessRequest,
  Migration,
  PolicyInfo,
  Simulation,
  SimulationRequest,
  TaggedSubject,
  TemplateInfo,
} from './requests.js';

export type { DeviceKeyInfo } from './device-keys.js';
export type { DeletionReceipt, TemplateInfo } from './requests.js';

/** What the edges (gRPC, CLI) may ask for. Streaming ones yield their progress and return their one result. */
export interface Recognition {
  enroll(
    request: EnrolmentRequest,
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, EnrolmentResult>;
  verify(claim: Claim, frames: AsyncIterable<CaptureInput>, call: Call): AsyncGenerator<CaptureStep, Decision>;
  checkLiveness(
    request: LivenessRequest,
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, PadResult>;
  /** @throws FaceError SEARCH_NOT_ALLOWED, GALLERY_LOADING, GALLERY_FULL before the first frame */
  identify(
    request: IdentificationRequest,
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, Identification>;
  compare(first: Image, second: Image, call: Call): Promise<Comparison>;
  analyze(image: Image, call: Call): Promise<Analysis>;
  createSubject(subject: TaggedSubject, requestId: string | null, call: Call): Promise<Subject>;
  /** Puts these tags in the place of those it has. @throws FaceError SUBJECT_UNKNOWN */
  updateSubject(subject: TaggedSubject, requestId: string | null, call: Call): Promise<Subject>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  getSubject(subjectId: string, call: Call): Promise<Subject>;
  listSubjects(page: PageRequest, call: Call): Promise<readonly Subject[]>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  deleteSubject(subjectId: string, requestId: string | null, call: Call): Promise<DeletionReceipt>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  listDeviceKeys(subjectId: string, call: Call): Promise<readonly DeviceKeyInfo[]>;
  /** @throws FaceError DEVICE_KEY_UNKNOWN */
  deleteDeviceKey(name: DeviceKeyName, requestId: string | null, call: Call): Promise<DeviceKeyInfo>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  listTemplates(subjectId: string, call: Call): Promise<readonly TemplateInfo[]>;
  /** @throws FaceError TEMPLATE_UNKNOWN */
  getTemplate(templateId: string, call: Call): Promise<TemplateInfo>;
  /** @throws FaceError TEMPLATE_UNKNOWN */
  deleteTemplate(templateId: string, requestId: string | null, call: Call): Promise<TemplateInfo>;
  /** By name and version, built-in ones first. */
  listPolicies(call: Call): Promise<readonly PolicyInfo[]>;
  /** @param version null: the active one @throws FaceError POLICY_UNKNOWN */
  getPolicy(name: string, version: number | null, call: Call): Promise<PolicyInfo>;
  /** @throws FaceError BAD_FIELD for rules that are out of range or contradict themselves */
  createPolicyVersion(document: PolicyDocument, requestId: string | null, call: Call): Promise<PolicyInfo>;
  /** @throws FaceError POLICY_UNKNOWN, or POLICY_INACTIVE for one this server cannot decide by */
  activatePolicy(choice: ActivePolicy, requestId: string | null, call: Call): Promise<PolicyInfo>;
  /** @throws FaceError POLICY_UNKNOWN, BAD_FIELD */
  simulatePolicy(request: SimulationRequest, call: Call): Promise<Simulation>;
  /** @param fromModelId null: the former model the server runs @throws FaceError MODEL_MISMATCH */
  migrateTemplates(fromModelId: string | null, call: Call): Promise<Migration>;
  /** @throws FaceError MIGRATION_UNKNOWN */
  getMigration(call: Call): Promise<Migration>;
  /** @throws FaceError MIGRATION_UNKNOWN */
  finishMigration(requestId: string | null, call: Call): Promise<FinishedMigration>;
  galleryState(): GalleryState;
  /** Starts a job. @throws FaceError SEARCH_NOT_ALLOWED, GALLERY_LOADING, GALLERY_FULL, OVERLOADED */
  findDuplicates(request: DuplicatesRequest, requestId: string | null, call: Call): Promise<JobRow>;
  /** @throws FaceError SEARCH_NOT_ALLOWED, JOB_UNKNOWN */
  listDuplicates(jobId: string, page: PlacePage, call: Call): Promise<readonly DuplicatePairRow[]>;
  /** @throws FaceError SEARCH_NOT_ALLOWED, JOB_UNKNOWN */
  getJob(jobId: string, call: Call): Promise<JobRow>;
  /** The newest first. @throws FaceError SEARCH_NOT_ALLOWED */
  listJobs(page: PlacePage, call: Call): Promise<readonly JobRow[]>;
  /** @throws FaceError SEARCH_NOT_ALLOWED, JOB_UNKNOWN */
  cancelJob(jobId: string, call: Call): Promise<JobRow>;
}

/** The use cases over one context. */
export function recognition(context: Context): Recognition {
  return {
    enroll: (request, frames, call) => enroll(context, request, frames, call),
    verify: (claim, frames, call) => verify(context, claim, frames, call),
    checkLiveness: (request, frames, call) => checkLiveness(context, request, frames, call),
    identify: (request, frames, call) => identify(context, request, frames, call),
    compare: (first, second, call) => compare(context, first, second, call),
    analyze: (image, call) => analyze(context, image, call),
    createSubject: (subject, requestId, call) => createSubject(context, subject, requestId, call),
    updateSubject: (subject, requestId, call) => updateSubject(context, subject, requestId, call),
    getSubject: (subjectId, call) => getSubject(context, subjectId, call),
    listSubjects: (page, call) => listSubjects(context, page, call),
    deleteSubject: (subjectId, requestId, call) => deleteSubject(context, subjectId, requestId, call),
    listDeviceKeys: (subjectId, call) => listDeviceKeys(context, subjectId, call),
    deleteDeviceKey: (name, requestId, call) => deleteDeviceKey(context, name, requestId, call),
    listTemplates: (subjectId, call) => listTemplates(context, subjectId, call),
    getTemplate: (templateId, call) => getTemplate(context, templateId, call),
    deleteTemplate: (templateId, requestId, call) => deleteTemplate(context, templateId, requestId, call),
    listPolicies: (call) => listPolicies(context, call),
    getPolicy: (name, version, call) => getPolicy(context, name, version, call),
    createPolicyVersion: (document, requestId, call) => createPolicyVersion(context, document, requestId, call),
    activatePolicy: (choice, requestId, call) => activatePolicy(context, choice, requestId, call),
    simulatePolicy: (request, call) => simulatePolicy(context, request, call),
    migrateTemplates: (fromModelId, call) => migrateTemplates(context, fromModelId, call),
    getMigration: (call) => getMigration(context, call),
    finishMigration: (requestId, call) => finishMigration(context, requestId, call),
    galleryState: () => context.gallery.state(),
    findDuplicates: (request, requestId, call) => findDuplicates(context, request, requestId, call),
    listDuplicates: (jobId, page, call) => listDuplicates(context, jobId, page, call),
    getJob: (jobId, call) => getJob(context, jobId, call),
    listJobs: (page, call) => listJobs(context, page, call),
    cancelJob: (jobId, call) => cancelJob(context, jobId, call),
  };
}
