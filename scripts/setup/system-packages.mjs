// What npm cannot bring: a C++ compiler, CMake and a build program. Named in one sentence with the command that helps.
import { createInterface } from 'node:readline/promises';
import { SetUpError } from './project.mjs';
import { capture, inPath, lastLines } from './run-command.mjs';

const compiler = (process.env.CXX ?? '').split(' ')[0];

/** `any`: one of them is enough. Package names in the order of `MANAGERS`. */
const TOOLS = [
  {
    name: 'a C++ compiler',
    any: [compiler, 'c++', 'g++', 'clang++'].filter(Boolean),
    packages: ['g++', 'gcc-c++', 'g++'],
  },
  { name: 'cmake', any: ['cmake'], packages: ['cmake', 'cmake', 'cmake'] },
  { name: 'make', any: ['ninja', 'ninja-build', 'make', 'gmake'], packages: ['make', 'make', 'make'] },
];

const MANAGERS = [
  { program: 'apt-get', install: (names) => `apt-get update && apt-get install -y ${names}` },
  { program: 'dnf', install: (names) => `dnf install -y ${names}` },
  { program: 'apk', install: (names) => `apk add ${names}` },
];

const isRoot = () => process.getuid?.() === 0;

/** "a, b and c" */
const listed = (names) => names.join(', ').replace(/, ([^,]*)$/, ' and $1');

function installCommand(missing) {
  if (process.platform === 'darwin') return 'xcode-select --install; brew install cmake';
  const index = MANAGERS.findIndex(({ program }) => inPath(program));
  if (index === -1) return null;
  const command = MANAGERS[index].install(missing.map(({ packages }) => packages[index]).join(' '));
  return isRoot() ? command : command.replaceAll(MANAGERS[index].program, `sudo ${MANAGERS[index].program}`);
}

async function agreed(command) {
  if (process.env.FACE_SETUP_YES === '1') return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`Run "${command}" now? (y/N) `)).trim());
  } finally {
    terminal.close();
  }
}

/** @throws SetUpError, one sentence, when something is missing and was not installed on the spot */
export async function requireBuildTools(progress) {
  const missing = TOOLS.filter(({ any }) => !any.some(inPath));
  if (missing.length === 0) return;
  const names = listed(missing.map(({ name }) => name));
  const command = installCommand(missing);
  const fault = `The native part cannot be built, because ${names} ${missing.length > 1 ? 'are' : 'is'} missing: `;
  if (command === null)
    throw new SetUpError(`${fault}install ${missing.length > 1 ? 'them' : 'it'}, then run npm run setup again.`);
  const sentence = `${fault}run \`${command}\`, then npm run setup again.`;
  if (process.platform === 'darwin' || !isRoot()) throw new SetUpError(sentence);
  progress.pause();
  if (!(await agreed(command))) throw new SetUpError(sentence);
  await install(command);
  const still = TOOLS.filter(({ any }) => !any.some(inPath));
  if (still.length > 0) throw new SetUpError(sentence);
}

async function install(command) {
  const { code, output } = await capture('sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) throw new SetUpError(`\`${command}\` failed:\n${lastLines(output, 20)}`);
}
