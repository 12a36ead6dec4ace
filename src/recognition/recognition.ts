import type { Analysis, Comparison, Decision, EnrolmentResult, PadResult } from '../biometrics/outcome.js';
import type { Call, Frame, Image, PageRequest, Subject, TemplateRow } from './ports.js';
import type { CaptureStep, Claim, EnrolmentRequest, LivenessRequest } from './requests.js';

/** A template as its owner may see it: everything but the record. */
export type TemplateInfo = Omit<TemplateRow, 'record' | 'keyGeneration'>;

export interface DeletionReceipt {
  readonly subjectId: string;
  readonly deletedAt: Date;
  readonly templatesDeleted: number;
}

/** What the edges (gRPC, CLI) may ask for. Streaming ones yield their progress and return their one result. */
export interface Recognition {
  enroll(request: EnrolmentRequest, frames: AsyncIterable<Frame>, call: Call): AsyncGenerator<CaptureStep, EnrolmentResult>;
  verify(claim: Claim, frames: AsyncIterable<Frame>, call: Call): AsyncGenerator<CaptureStep, Decision>;
  checkLiveness(request: LivenessRequest, frames: AsyncIterable<Frame>, call: Call): AsyncGenerator<CaptureStep, PadResult>;
  compare(first: Image, second: Image, call: Call): Promise<Comparison>;
  analyze(image: Image, call: Call): Promise<Analysis>;
  createSubject(subjectId: string, requestId: string | null, call: Call): Promise<Subject>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  getSubject(subjectId: string, call: Call): Promise<Subject>;
  listSubjects(page: PageRequest, call: Call): Promise<readonly Subject[]>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  deleteSubject(subjectId: string, requestId: string | null, call: Call): Promise<DeletionReceipt>;
  /** @throws FaceError SUBJECT_UNKNOWN */
  listTemplates(subjectId: string, call: Call): Promise<readonly TemplateInfo[]>;
  /** @throws FaceError TEMPLATE_UNKNOWN */
  getTemplate(templateId: string, call: Call): Promise<TemplateInfo>;
  /** @throws FaceError TEMPLATE_UNKNOWN */
  deleteTemplate(templateId: string, requestId: string | null, call: Call): Promise<TemplateInfo>;
}
