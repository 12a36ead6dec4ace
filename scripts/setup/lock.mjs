// One set-up at a time in one checkout: a file that holds who works, and a beat that shows that he still does.
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './project.mjs';

/** Not in build/: cmake-js removes that folder when a build fails. */
const LOCK = join(root, '.setup.lock');
const BEAT_MS = 2_000;
/** A holder that has not beaten for this long is gone, though its pid may have been given to another process. */
const SILENCE_MS_MAX = 60_000;
const POLL_MS = 200;

/** Creates the file, or says false where it exists. */
function created(path, content) {
  try {
    writeFileSync(path, JSON.stringify(content), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder and the age of its last beat; null where there is no lock. */
function holderOf(path) {
  try {
    const silentMs = Date.now() - statSync(path).mtimeMs;
    const text = readFileSync(path, 'utf8');
    try {
      return { silentMs, ...JSON.parse(text) };
    } catch {
      // Not yet written in full, or never will be.
      return { silentMs, token: `unreadable-${text.length}` };
    }
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isGone({ pid, host, silentMs }) {
  if (silentMs > SILENCE_MS_MAX) return true;
  if (host !== hostname() || !Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/**
 * Removes the lock of a holder that is gone. Of several that found it so, only the one that creates the file named by
 * the holder's token may remove it, and it looks again first: so nobody removes the lock of a successor.
 */
function removeLockOf(gone) {
  const right = `${LOCK}.${gone.token}`;
  const last = holderOf(right);
  if (last !== null && last.silentMs > SILENCE_MS_MAX) rmSync(right, { force: true });
  if (!created(right, {})) return;
  if (holderOf(LOCK)?.token === gone.token) rmSync(LOCK, { force: true });
  rmSync(right, { force: true });
}

/** Runs `work` alone; `onWait` is told once, with the other's pid, when another set-up must end first. */
export async function withLock(work, onWait) {
  const me = { token: randomUUID(), pid: process.pid, host: hostname() };
  for (let told = false; !created(LOCK, me);) {
    const holder = holderOf(LOCK);
    if (holder === null) continue;
    if (isGone(holder)) {
      removeLockOf(holder);
      continue;
    }
    if (!told) onWait(holder.pid);
    told = true;
    await delay(POLL_MS);
  }
  const release = () => {
    if (holderOf(LOCK)?.token === me.token) rmSync(LOCK, { force: true });
  };
  const beat = setInterval(() => utimesSync(LOCK, new Date(), new Date()), BEAT_MS);
  const interrupted = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143);
  process.once('exit', release).once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    release();
    process.off('exit', release).off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
