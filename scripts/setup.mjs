// npm run setup: everything the engine and its tests need, from a fresh clone. Needs no package.
import { main } from './setup/project.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () => {
  const start = performance.now();
  await setUp({ out: process.stdout });
  console.log(`Everything is ready (${((performance.now() - start) / 1000).toFixed(1)} s).`);
  return 0;
});
