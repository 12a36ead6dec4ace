import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What the style asks and neither compiler nor linter can see. */

const root = join(__dirname, '../..');
const GENERATED = 'src/rpc/generated/';
const LINES_MAX = 300;

function filesIn(...folders: string[]): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
    )
    .filter((path) => !path.startsWith(GENERATED));
}

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const isSource = (path: string) => /\.(ts|mjs|cc|h|proto|sql)$/.test(path);
const isTypeScript = (path: string) => path.endsWith('.ts');

const sources = filesIn('src', 'test', 'bench', 'native', 'scripts', 'proto').filter(isSource);
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...filesIn('docs', 'models').filter((path) => path.endsWith('.md')),
];

/** "path:line" of every match, so that a failure says where to look. */
function placesOf(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('sources', () => {
  test('no file of src or native is longer than 300 lines', () => {
    const long = sources
      .filter((path) => /^(src|native)\//.test(path))
      .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > LINES_MAX);
    expect(long).toEqual([]);
  });

  test('the environment is read at the entry alone', () => {
    const entries = /^src\/(main\.ts|cli\/face-engine\.ts|config\/)/;
    const inner = sources.filter((path) => path.startsWith('src/') && !entries.test(path));
    // Setting one for a native library is not reading.
    expect(placesOf(/\bprocess\.env\b(?!\['\w+'\] = )/, inner)).toEqual([]);
  });

  test('nothing is left for later in a comment', () => {
    expect(placesOf(/\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/, sources)).toEqual([]);
  });

  test('no path of one machine', () => {
    const everything = [...sources, ...documents, 'package.json', 'CMakeLists.txt', 'Dockerfile', 'compose.yaml'];
    expect(placesOf(/(?<![\w.$}/-])\/(home|Users|root|work)\/\w/, everything)).toEqual([]);
  });

  test('every export has a name', () => {
    expect(placesOf(/^export default\b/, sources.filter(isTypeScript))).toEqual([]);
  });

  test('no file is named after nothing in particular', () => {
    const vague = /^(utils?|helpers?|common|misc|shared|index)\./;
    expect(sources.filter((path) => vague.test(basename(path)))).toEqual([]);
  });
});

describe('tests', () => {
  const tests = sources.filter((path) => path.endsWith('.test.ts'));

  test('none is switched off, and none switches the others off', () => {
    expect(
      placesOf(/\b(describe|it|test)(\.each\S*)?\.(only|skip|todo)\(|\b(fit|xit|xtest|fdescribe|xdescribe)\(/, tests),
    ).toEqual([]);
  });
});

describe('the native boundary', () => {
  const named = (path: string, pattern: RegExp) => [...textOf(path).matchAll(pattern)].map(([, name]) => name);

  test('native.ts declares what addon.cc exports, in the same order', () => {
    const declaration = /export interface Native \{\n([\s\S]*?)\n\}/.exec(textOf('src/engine/native.ts'))?.[1] ?? '';
    const declared = [...declaration.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
    const exported = named('native/addon/addon.cc', /exports\.Set\("(\w+)"/g);
    expect(declared.length).toBeGreaterThan(0);
    expect(declared).toEqual(exported);
  });
});

describe('documents', () => {
  test('every linked file exists', () => {
    const broken = documents.flatMap((path) =>
      [...textOf(path).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(root, dirname(path), decodeURIComponent(target))))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('package.json', () => {
  interface Package {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  }

  test('every dependency is pinned to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(textOf('package.json')) as Package;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, range]) => !/^\d+\.\d+\.\d+/.test(range),
    );
    expect(loose).toEqual([]);
  });

  test('the lock file names the packages of every platform, without which npm ci refuses it', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Readonly<Record<string, Package>> };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });
});
