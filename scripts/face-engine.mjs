#!/usr/bin/env node
// The command face-engine. In a checkout it first brings what is missing or stale up to date; an installation without
// sources (the container image) is complete by construction.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { main, root } from './setup/project.mjs';

await main(async () => {
  if (existsSync(join(root, 'tsconfig.json'))) {
    const { setUp } = await import('./setup/set-up.mjs');
    await setUp({ out: process.stderr });
  }
  const { run } = createRequire(import.meta.url)('../dist/src/main.js');
  return run(process.argv.slice(2));
});
