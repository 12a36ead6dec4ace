import { badField } from '../errors.js';
import { idOf } from '../recognition/ids.js';
import type { PlacePage } from '../recognition/job-ports.js';
import type { Recognition } from '../recognition/recognition.js';
import type { GalleriesHandlers } from './generated/faceengine/v1/Galleries.js';
import type { JobsHandlers } from './generated/faceengine/v1/Jobs.js';
import type { Adapter } from './handler.js';
import { createPageTokens, type PageTokens, type Sign } from './page-token.js';
import { duplicatesRequestOf, toWireDuplicate, toWireGalleryState, toWireJob } from './wire-galleries.js';
import { optionalIdOf, pageSizeOf } from './wire-requests.js';

export interface GalleriesContext {
  readonly adapter: Adapter;
  readonly recognition: Recognition;
  /** Whether callers may read scores of comparisons with stored templates. */
  readonly revealScores: boolean;
  readonly sign: Sign;
}

/** faceengine.v1.Galleries. */
export function galleriesService({ adapter, recognition, revealScores, sign }: GalleriesContext): GalleriesHandlers {
  const pages = createPageTokens('faceengine.v1.Galleries/ListDuplicates', sign);
  return {
    GetStatus: adapter.unary(() => Promise.resolve(toWireGalleryState(recognition.galleryState()))),
    FindDuplicates: adapter.unary(async (request, call) => {
      const requestId = optionalIdOf(request.requestId, 'request_id');
      const asked = duplicatesRequestOf(request, revealScores);
      return { job: toWireJob(await recognition.findDuplicates(asked, requestId, call)) };
    }),
    ListDuplicates: adapter.unary(async (request, call) => {
      const jobId = idOf(request.jobId, 'job_id');
      const page = pageOf(pages, request, `${jobId} `);
      const pairs = await recognition.listDuplicates(jobId, page, call);
      return {
        pairs: pairs.map((pair) => toWireDuplicate(pair, revealScores)),
        nextPageToken: nextOf(pages, pairs, page, `${jobId} `),
      };
    }),
  };
}

/** faceengine.v1.Jobs. */
export function jobsService({ adapter, recognition, sign }: GalleriesContext): JobsHandlers {
  const pages = createPageTokens('faceengine.v1.Jobs/List', sign);
  return {
    Get: adapter.unary(async (request, call) => ({
      job: toWireJob(await recognition.getJob(idOf(request.jobId, 'job_id'), call)),
    })),
    List: adapter.unary(async (request, call) => {
      const page = pageOf(pages, request, '');
      const jobs = await recognition.listJobs(page, call);
      return { jobs: jobs.map(toWireJob), nextPageToken: nextOf(pages, jobs, page, '') };
    }),
    Cancel: adapter.unary(async (request, call) => ({
      job: toWireJob(await recognition.cancelJob(idOf(request.jobId, 'job_id'), call)),
    })),
  };
}

interface PageAsked {
  readonly pageSize: number;
  readonly pageToken: string;
}

/** @param list what tells this list from others of its kind @throws FaceError BAD_FIELD, also for the token of another list */
function pageOf(pages: PageTokens, { pageSize, pageToken }: PageAsked, list: string): PlacePage {
  const limit = pageSizeOf(pageSize);
  const key = pages.read(pageToken);
  if (key === null) return { after: null, limit };
  if (!key.startsWith(list)) throw badField('page_token', 'next_page_token of the page before', 'that of another list');
  return { after: Number(key.slice(list.length)), limit };
}

function nextOf(
  pages: PageTokens,
  rows: readonly { readonly place: number }[],
  { limit }: PlacePage,
  list: string,
): string {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return last === undefined ? '' : pages.write(`${list}${last.place}`);
}
