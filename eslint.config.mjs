import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

/** `room` may import nothing from `from`; docs/ARCHITECTURE.md, "Dependencies run one way", gives the reasons. */
const forbid = (room, from, except = []) => ({
  target: `./src/${room}`,
  from: from.map((name) => `./src/${name}`),
  ...(except.length ? { except } : {}),
  message: `${room} must not depend on this room (docs/ARCHITECTURE.md, "Dependencies run one way").`,
});

/** What scripts use without importing it. */
const NODE_GLOBALS = [
  'AbortController',
  'Buffer',
  'URL',
  'clearInterval',
  'console',
  'performance',
  'process',
  'setInterval',
];

export default tseslint.config(
  { ignores: ['dist', 'build', 'models/cache', 'src/rpc/generated', 'coverage', 'data'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            forbid('biometrics', [
              'rpc',
              'cli',
              'recognition',
              'engine',
              'models',
              'store',
              'crypto',
              'telemetry',
              'config',
              'gallery',
            ]),
            forbid('recognition', [
              'rpc',
              'cli',
              'engine',
              'models',
              'store',
              'crypto',
              'telemetry',
              'config',
              'gallery',
            ]),
            forbid('engine', ['rpc', 'cli', 'store', 'crypto', 'config', 'gallery']),
            forbid('store', ['rpc', 'cli', 'engine', 'models', 'config']),
            forbid('store', ['gallery'], ['ports.ts']),
            forbid('crypto', ['rpc', 'cli', 'engine', 'models', 'store', 'config', 'gallery']),
            forbid('gallery', ['rpc', 'cli', 'models', 'store', 'crypto', 'config', 'telemetry']),
            forbid('gallery', ['engine'], ['native.ts', 'native-gallery.ts']),
            forbid('models', ['rpc', 'cli', 'engine', 'store', 'crypto', 'recognition', 'config']),
            forbid('evaluation', ['rpc', 'cli', 'store', 'crypto', 'config']),
            forbid('evaluation', ['recognition'], ['ports.ts', 'requests.ts', 'capture-input.ts']),
            forbid('evaluation', ['engine'], ['native.ts']),
            forbid('rpc', ['cli', 'engine', 'models', 'store', 'crypto', 'config', 'gallery']),
            forbid('cli', ['rpc', 'store', 'crypto', 'engine', 'gallery']),
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
  },
);
