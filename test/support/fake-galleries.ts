import { FaceError } from '../../src/errors.js';
import type { GalleryState } from '../../src/recognition/gallery-ports.js';
import type { DuplicatePairRow, JobRow, PlacePage } from '../../src/recognition/job-ports.js';
import type { Call } from '../../src/recognition/ports.js';
import type { Recognition } from '../../src/recognition/recognition.js';
import type { DuplicatesRequest } from '../../src/recognition/requests.js';
import { FakeAdministration } from './fake-administration.js';

type Galleries = Pick<
  Recognition,
  'galleryState' | 'findDuplicates' | 'listDuplicates' | 'getJob' | 'listJobs' | 'cancelJob'
>;

/** The part of FakeRecognition that searches among all: jobs that run as far as a test says, and pairs it puts there. */
export class FakeGalleries extends FakeAdministration implements Galleries {
  state: GalleryState = {
    backend: 'native',
    phase: 'ready',
    references: 3,
    total: 3,
    bytes: 4096,
    bytesMax: 8_000_000_000,
    changeSequence: 41,
    templatesUnopened: 2,
    faultCode: null,
  };
  readonly duplicatesAsked: (DuplicatesRequest & { readonly requestId: string | null })[] = [];
  pairs: DuplicatePairRow[] = [];
  readonly jobs: JobRow[] = [];
  /** What a job is when it is asked for. */
  jobIs: Partial<JobRow> = {};

  galleryState(): GalleryState {
    return this.state;
  }

  async findDuplicates(request: DuplicatesRequest, requestId: string | null, call: Call): Promise<JobRow> {
    await this.onUnary(call);
    this.duplicatesAsked.push({ ...request, requestId });
    const place = this.jobs.length + 1;
    const job: JobRow = {
      jobId: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      place,
      kind: 'find-duplicates',
      state: 'PENDING',
      progress: 0,
      pairsFound: 0,
      fault: null,
      createdAt: new Date(1_700_000_000_123),
      finishedAt: null,
    };
    this.jobs.push(job);
    return job;
  }

  async listDuplicates(jobId: string, page: PlacePage, call: Call): Promise<readonly DuplicatePairRow[]> {
    await this.getJob(jobId, call);
    return this.pairs.filter(({ place }) => place > (page.after ?? 0)).slice(0, page.limit);
  }

  async getJob(jobId: string, call: Call): Promise<JobRow> {
    await this.onUnary(call);
    const job = this.jobs.find((one) => one.jobId === jobId);
    if (!job) throw new FaceError('JOB_UNKNOWN', 'there is no job of this id', { field: 'job_id' });
    return { ...job, ...this.jobIs };
  }

  async listJobs(page: PlacePage, call: Call): Promise<readonly JobRow[]> {
    await this.onUnary(call);
    const newest = [...this.jobs].reverse().filter(({ place }) => page.after === null || place < page.after);
    return newest.slice(0, page.limit);
  }

  async cancelJob(jobId: string, call: Call): Promise<JobRow> {
    const job = await this.getJob(jobId, call);
    return { ...job, state: 'CANCELLED', finishedAt: new Date(1_700_000_002_000) };
  }
}
