import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Chromium as it is installed here; none is fetched. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** FACE_CHROMIUM, or the first of the usual names on PATH; null where there is none. */
export const chromiumPath: string | null =
  process.env['FACE_CHROMIUM'] ??
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable) ??
  null;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  // Chromium refuses its sandbox to root; the pages it opens here are our own.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...asRoot, '--disable-dev-shm-usage'] });
}
