import { setTimeout as delay } from 'node:timers/promises';
import { type Application } from '../../src/compose.js';
import type { Gallery } from '../../src/recognition/gallery-ports.js';
import type { Call } from '../../src/recognition/ports.js';
import type { Log } from '../../src/telemetry/log.js';
import { openApplication, type Place } from './foundation.js';
import type { FromServer, ToServer } from './messages.js';

/** A server's gallery in a process of its own: it loads, says when it is ready, and looks for subjects when asked to. */

/** Longest wait for a change of another server to arrive. */
const SEEN_MS_MAX = 30_000;
const LOOK_AGAIN_MS = 1;
const STEP_MS = 100;
/** A vector and its own template score 1. */
const SCORE_MIN = 0.99;

let application: Application | null = null;

function tell(message: FromServer): void {
  process.send?.(message);
}

async function start(place: Place): Promise<void> {
  const beganMs = performance.now();
  const heard = { lines: 0, fromSnapshot: false };
  const steps = new Set<number>();
  let loadingMs = beganMs;
  const ready = (): void => {
    const nowMs = performance.now();
    clearInterval(timer);
    const { references, bytes } = opened.gallery.gallery.state();
    tell({
      kind: 'ready',
      readyMs: nowMs - beganMs,
      loadMs: nowMs - loadingMs,
      fromSnapshot: heard.fromSnapshot,
      linesHeard: heard.lines,
      stepsSeen: steps.size,
      references,
      indexBytes: bytes,
      rssBytes: process.memoryUsage.rss(),
    });
  };
  const unexpected: Log['warn'] = (event, fields) => {
    process.stderr.write(`${event} ${JSON.stringify(fields ?? {})}\n`);
  };
  const log: Log = {
    info: (event, fields) => {
      if (event === 'gallery loading') heard.lines += 1;
      if (event === 'gallery snapshot read') heard.fromSnapshot = true;
      if (event === 'gallery ready') ready();
      if (event === 'gallery snapshot written') tell({ kind: 'written', writeMs: fields?.durationMs ?? NaN });
    },
    warn: unexpected,
    error: unexpected,
  };
  const opened = await openApplication(place, true, log);
  application = opened;
  const timer = setInterval(() => steps.add(opened.gallery.gallery.state().references), STEP_MS);
  loadingMs = performance.now();
  opened.startGallery();
}

async function watch({ subjectId, probe, until }: Extract<ToServer, { kind: 'watch' }>): Promise<void> {
  const { gallery } = opened().gallery;
  const call: Call = { signal: AbortSignal.timeout(SEEN_MS_MAX) };
  tell({ kind: 'watching' });
  while ((await tells(gallery, subjectId, probe, call)) !== (until === 'told')) await delay(LOOK_AGAIN_MS);
  const atNs = process.hrtime.bigint();
  await gallery.caughtUp(call);
  tell({ kind: 'seen', atNs, appliedNs: process.hrtime.bigint() });
}

async function tells(gallery: Gallery, subjectId: string, probe: Float32Array, call: Call): Promise<boolean> {
  const filter = { subjectIds: [subjectId], tagsAny: null };
  const { candidates } = await gallery.search({ probe, filter, scoreMin: SCORE_MIN, limit: 1 }, call);
  return candidates.length > 0;
}

async function count(subjectIds: readonly string[]): Promise<void> {
  const call: Call = { signal: AbortSignal.timeout(SEEN_MS_MAX) };
  const references = await opened().gallery.gallery.size({ subjectIds, tagsAny: null }, call);
  tell({ kind: 'counted', references });
}

async function close(): Promise<void> {
  await opened().close();
  process.disconnect();
}

function opened(): Application {
  if (application === null) throw new Error('the server was not started');
  return application;
}

async function obey(message: ToServer): Promise<void> {
  switch (message.kind) {
    case 'start':
      return start(message.place);
    case 'watch':
      return watch(message);
    case 'count':
      return count(message.subjectIds);
    case 'close':
      return close();
  }
}

// A failure ends the process, which the program notices.
process.on('message', (message) => void obey(message as ToServer));
