import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { tileFrame } from '../../bench/support/demo-picture.js';
import { projectRoot, startPrivateServer } from '../../bench/support/private-server.js';
import { demoPicturePath } from '../../bench/support/scenario.js';

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');

const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);

test('the client of the quick start enrols and verifies', async () => {
  const [client = ''] = blocks('js');
  const folder = await mkdtemp(join(projectRoot, 'build/readme-'));
  const server = await startPrivateServer();
  try {
    const pictures = await Promise.all(
      Array.from({ length: 8 }, async (_, column) => {
        const path = join(folder, `${column}.jpg`);
        await writeFile(path, await tileFrame(demoPicturePath, 0, column));
        return path;
      }),
    );
    await writeFile(join(folder, 'client.js'), client);
    const child = spawn(process.execPath, [join(folder, 'client.js'), 'alice', ...pictures], {
      cwd: projectRoot,
      env: { ...process.env, FACE_ENGINE: server.address },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = await text(child.stdout);
    expect(said).toMatch(/^enrolled true/m);
    expect(said).toMatch(/^OUTCOME_ACCEPT/m);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('every npm script the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (start|test|run [a-z]+(?::[a-z]+)?)/g)].map(([, name = '']) =>
    name.replace('run ', ''),
  );
  expect(named.length).toBeGreaterThan(3);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test('every command the README shows is one the program knows', async () => {
  const shown = blocks('sh')
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => /npx face-engine ([a-z-]+)/.exec(line)?.[1] ?? []);
  const main = join(projectRoot, 'dist/src/main.js');
  const child = spawn(process.execPath, ['-e', `void require(${JSON.stringify(main)}).run(['--help'])`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const help = await text(child.stdout);
  expect(shown.length).toBeGreaterThan(3);
  for (const command of shown) expect(help).toContain(`\n  ${command}`);
});
