import { identificationThreshold, type Identification } from '../../src/biometrics/identification.js';
import type { Decision, EnrolmentResult, PadResult } from '../../src/biometrics/outcome.js';
import { FaceError } from '../../src/errors.js';
import type { CaptureInput, ChallengeReport, Frame, Image } from '../../src/recognition/capture-input.js';
import type { Call, PageRequest, Subject } from '../../src/recognition/ports.js';
import type { DeviceKeyInfo, Recognition, TemplateInfo } from '../../src/recognition/recognition.js';
import type {
  CaptureStarted,
  CaptureStep,
  DeviceKeyName,
  EnrolmentRequest,
  IdentificationRequest,
  TaggedSubject,
} from '../../src/recognition/requests.js';
import { FakeGalleries } from './fake-galleries.js';
import { calibrated } from './observations.js';

/**
 * Recognition without faces: a capture takes `framesNeeded` frames and answers; subjects and templates live in maps.
 * What the edge handed in is kept for tests to look at.
 */
export class FakeRecognition extends FakeGalleries implements Recognition {
  readonly subjects = new Map<string, Subject>();
  readonly templates = new Map<string, TemplateInfo>();
  readonly frames: Frame[] = [];
  readonly reports: ChallengeReport[] = [];
  readonly deviceKeys: (DeviceKeyName & DeviceKeyInfo)[] = [];
  readonly enrolments: EnrolmentRequest[] = [];
  readonly identifications: IdentificationRequest[] = [];
  /** Frames that the capture has asked for so far. */
  framesTaken = 0;
  /** Captures whose `finally` has run. */
  capturesClosed = 0;
  capturesStarted = 0;
  /** The capture ends after so many frames; else at the end of the client's frames. */
  framesNeeded = Number.POSITIVE_INFINITY;
  /** Runs for each frame, before its feedback. */
  onFrame: (frame: Frame, call: Call) => Promise<void> = () => Promise.resolve();
  started: CaptureStarted = {
    kind: 'started',
    nonce: new Uint8Array(32).fill(7),
    framesMax: 300,
    frameBytesMax: 4 << 20,
    durationMsMax: 30_000,
    idleTimeoutMs: 5_500,
    recommendedWidth: 640,
    recommendedHeight: 480,
    policyVersion: 'passive@1',
    modelId: 'fake@0123456789ab',
  };

  async *#capture(frames: AsyncIterable<CaptureInput>, call: Call): AsyncGenerator<CaptureStep, number> {
    this.capturesStarted += 1;
    let seen = 0;
    try {
      yield this.started;
      for await (const frame of frames) {
        if (!('image' in frame)) {
          this.reports.push(frame);
          continue;
        }
        this.framesTaken += 1;
        await this.onFrame(frame, call);
        call.signal.throwIfAborted();
        seen += 1;
        this.frames.push(frame);
        yield {
          kind: 'feedback',
          sequence: frame.sequence,
          skipped: seen % 2 === 0 ? 'BLURRED' : null,
          hint: seen % 2 === 0 ? 'HOLD_STILL' : null,
          framesAccepted: Math.ceil(seen / 2),
          framesNeeded: 3,
          missing: 'TOO_FEW_FRAMES',
        };
        if (seen >= this.framesNeeded) break;
      }
      return seen;
    } finally {
      this.capturesClosed += 1;
    }
  }

  async *enroll(
    request: EnrolmentRequest,
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, EnrolmentResult> {
    this.enrolments.push(request);
    const framesSeen = yield* this.#capture(frames, call);
    const enrolled = framesSeen > 0;
    const templateId = enrolled ? `template-of-${request.subjectId}` : null;
    if (templateId !== null) {
      const { subjectId, tags = [] } = request;
      this.subjects.set(subjectId, { subjectId, createdAt: new Date(1_700_000_000_123), tags });
      this.templates.set(templateId, templateInfo(templateId, request.subjectId));
    }
    return {
      enrolled,
      templateId,
      reasons: enrolled ? [] : ['NO_FACE'],
      quality: enrolled ? 71.5 : null,
      policyVersion: 'passive@1',
      modelId: this.started.modelId,
      framesSeen,
      framesAccepted: Math.ceil(framesSeen / 2),
    };
  }

  async *verify(
    claim: { subjectId: string },
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, Decision> {
    const framesSeen = yield* this.#capture(frames, call);
    const known = this.templates.has(`template-of-${claim.subjectId}`);
    return {
      outcome: known ? 'ACCEPT' : 'REJECT',
      reasons: [known ? 'SIMILARITY_SUFFICIENT' : 'SIMILARITY_LOW'],
      hint: null,
      scores: {
        comparisonScore: known ? 0.75 : -0.125,
        similarity: 0.9,
        depth: null,
        liveness: null,
        motion: null,
        fused: 0.8,
      },
      modalities: ['RGB'],
      policyVersion: 'passive@1',
      modelId: this.started.modelId,
      framesSeen,
      framesAccepted: Math.ceil(framesSeen / 2),
    };
  }

  async *checkLiveness(
    _request: unknown,
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, PadResult> {
    const framesSeen = yield* this.#capture(frames, call);
    return {
      outcome: 'BONA_FIDE',
      reasons: ['LIVENESS_SHOWN'],
      liveness: 0.97,
      motion: null,
      blinks: 1,
      depthOrigin: null,
      policyVersion: 'passive@1',
      framesSeen,
      framesAccepted: Math.ceil(framesSeen / 2),
    };
  }

  /** Everybody who is enrolled is a candidate, in the order of their ids. */
  async *identify(
    request: IdentificationRequest,
    frames: AsyncIterable<CaptureInput>,
    call: Call,
  ): AsyncGenerator<CaptureStep, Identification> {
    this.identifications.push(request);
    const framesSeen = yield* this.#capture(frames, call);
    const found = [...this.templates.values()].map(({ subjectId }) => subjectId).sort();
    const search = { fpir: request.fpirMax ?? 0.01, gallerySize: found.length, similarityFloor: 0.6 };
    return {
      outcome: found.length === 0 ? 'NO_CANDIDATE' : 'CANDIDATES',
      reasons: [found.length === 0 ? 'SIMILARITY_LOW' : 'SIMILARITY_SUFFICIENT', 'LIVENESS_SHOWN'],
      hint: null,
      candidates: found.slice(0, request.candidatesMax).map((subjectId, index) => {
        return { rank: index + 1, subjectId, comparisonScore: 0.75 - index / 8, similarity: 1 - index / 8 };
      }),
      candidatesFound: found.length,
      gallerySize: found.length,
      threshold: found.length === 0 ? null : identificationThreshold(search, calibrated),
      policyVersion: 'passive@1',
      modelId: this.started.modelId,
      framesSeen,
      framesAccepted: Math.ceil(framesSeen / 2),
    };
  }

  async compare(first: Image, second: Image, call: Call): ReturnType<Recognition['compare']> {
    await this.onUnary(call);
    const same = first.data.length === second.data.length;
    return {
      comparisonScore: same ? 1 : 0.25,
      similarity: same ? 1 : null,
      outcome: same ? 'ACCEPT' : 'REJECT',
      reasons: [same ? 'SIMILARITY_SUFFICIENT' : 'SIMILARITY_LOW'],
      pictureReasons: [[], same ? [] : ['TOO_DARK', 'BLURRED']],
      policyVersion: 'comparison-only@1',
      modelId: this.started.modelId,
    };
  }

  async analyze(_image: Image, call: Call): ReturnType<Recognition['analyze']> {
    await this.onUnary(call);
    return {
      faceCount: 1,
      box: { left: -2.5, top: 10, width: 100, height: 120 },
      detectionScore: 0.5,
      points: new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      pose: { yawDeg: -3, pitchDeg: 2, rollDeg: 0 },
      components: [{ name: 'Sharpness', nativeValue: 123.25, value: 80, status: 'ASSESSED' }],
      quality: 0,
      liveness: null,
      eyeOpening: { left: 1, right: 0.5 },
      depth: null,
      reasons: ['HEAD_TURNED'],
    };
  }

  async createSubject({ subjectId, tags }: TaggedSubject, _requestId: string | null, call: Call): Promise<Subject> {
    await this.onUnary(call);
    if (this.subjects.has(subjectId)) throw new FaceError('SUBJECT_EXISTS', 'A subject of this id is there already.');
    const subject = { subjectId, createdAt: new Date(1_700_000_000_123), tags };
    this.subjects.set(subjectId, subject);
    return subject;
  }

  async updateSubject({ subjectId, tags }: TaggedSubject, _requestId: string | null, call: Call): Promise<Subject> {
    const subject = { ...(await this.getSubject(subjectId, call)), tags };
    this.subjects.set(subjectId, subject);
    return subject;
  }

  async getSubject(subjectId: string, call: Call): Promise<Subject> {
    await this.onUnary(call);
    const subject = this.subjects.get(subjectId);
    if (!subject) throw new FaceError('SUBJECT_UNKNOWN', 'No subject has this id.');
    return subject;
  }

  async listSubjects({ after, limit }: PageRequest, call: Call): Promise<readonly Subject[]> {
    await this.onUnary(call);
    const ids = [...this.subjects.keys()].sort().filter((id) => after === null || id > after);
    return ids.slice(0, limit).map((id) => this.subjects.get(id)!);
  }

  async deleteSubject(
    subjectId: string,
    _requestId: string | null,
    call: Call,
  ): ReturnType<Recognition['deleteSubject']> {
    await this.getSubject(subjectId, call);
    this.subjects.delete(subjectId);
    const templatesDeleted = Number(this.templates.delete(`template-of-${subjectId}`));
    return { subjectId, deletedAt: new Date(1_700_000_001_000), templatesDeleted };
  }

  async listDeviceKeys(subjectId: string, call: Call): Promise<readonly DeviceKeyInfo[]> {
    await this.getSubject(subjectId, call);
    return this.deviceKeys.filter((key) => key.subjectId === subjectId);
  }

  async deleteDeviceKey({ subjectId, keyId }: DeviceKeyName): Promise<DeviceKeyInfo> {
    const place = this.deviceKeys.findIndex((key) => key.subjectId === subjectId && key.keyId === keyId);
    const [gone] = place < 0 ? [] : this.deviceKeys.splice(place, 1);
    if (!gone) throw new FaceError('DEVICE_KEY_UNKNOWN', 'the subject has no key of this id');
    return Promise.resolve(gone);
  }

  async listTemplates(subjectId: string, call: Call): Promise<readonly TemplateInfo[]> {
    await this.getSubject(subjectId, call);
    return [...this.templates.values()].filter((template) => template.subjectId === subjectId);
  }

  async getTemplate(templateId: string, call: Call): Promise<TemplateInfo> {
    await this.onUnary(call);
    const template = this.templates.get(templateId);
    if (!template) throw new FaceError('TEMPLATE_UNKNOWN', 'No template has this id.');
    return template;
  }

  async deleteTemplate(templateId: string, _requestId: string | null, call: Call): Promise<TemplateInfo> {
    const template = await this.getTemplate(templateId, call);
    this.templates.delete(templateId);
    return template;
  }
}

function templateInfo(templateId: string, subjectId: string): TemplateInfo {
  return {
    templateId,
    subjectId,
    modelId: 'fake@0123456789ab',
    version: 1,
    framesUsed: 3,
    quality: 71.5,
    createdAt: new Date(1_700_000_000_123),
  };
}
