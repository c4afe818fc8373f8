import prettier from 'eslint-config-prettier'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const TYPESCRIPT = ['**/*.ts', '**/*.tsx']

/** In domain/ these would make an answer depend on when or where it is asked. */
const TIME_AND_CHANCE = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Time is an argument in domain/.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time is an argument in domain/.' },
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Time is an argument in domain/.',
  },
  { selector: 'MemberExpression[object.name="performance"]', message: 'Time is an argument in domain/.' },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Randomness is an argument in domain/.',
  },
  { selector: 'MemberExpression[object.name="crypto"]', message: 'Randomness is an argument in domain/.' },
]

const TIMERS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
]

export default defineConfig(
  globalIgnores(['node_modules/', '.cache/', '.pace/', 'coverage/', 'reports/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  {
    rules: {
      'array-callback-return': 'error',
      'default-case-last': 'error',
      eqeqeq: 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-constant-binary-expression': 'error',
      'no-constructor-return': 'error',
      'no-debugger': 'error',
      'no-duplicate-case': 'error',
      'no-else-return': ['error', { allowElseIf: true }],
      'no-empty': 'error',
      'no-eval': 'error',
      'no-irregular-whitespace': 'error',
      'no-lonely-if': 'error',
      'no-param-reassign': ['error', { props: false }],
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unneeded-ternary': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-catch': 'error',
      'no-useless-escape': 'error',
      'no-useless-rename': 'error',
      'no-useless-return': 'error',
      'prefer-const': 'error',
    },
  },

  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // libraries declare const enums, which TypeScript compiled file by file cannot name
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      '@typescript-eslint/no-unnecessary-template-expression': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
    },
  },

  {
    files: ['**/*.cjs', '**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.base],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
    },
  },

  {
    ignores: ['cli/**', 'ops/**', 'bench/**'],
    rules: { 'no-console': 'error' },
  },

  {
    files: ['domain/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...TIME_AND_CHANCE] },
  },

  {
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'zod', 'zod/*', 'pg', 'kysely', 'express', 'date-fns', '@date-fns/*'],
              message: 'A workflow only orchestrates: this belongs in an activity.',
            },
            {
              group: [
                '../db/**',
                '../api/**',
                '../activities/**',
                '../temporal/**',
                '../ops/**',
                '../policies/**',
              ],
              message: 'A workflow imports domain and contracts only.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...TIMERS.map((name) => ({
          name,
          message: 'Use sleep with a summary: people who watch the engine read what a timer waits for.',
        })),
        { name: 'process', message: 'A workflow has no process.' },
      ],
    },
  },

  {
    // a command loads what it needs when it is asked for, so that the quick ones stay quick
    files: ['cli/**/*.ts', 'ops/launcher/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-require-imports': 'off',
    },
  },

  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(describe|test|it)$/][property.name="only"]',
          message: 'The other tests would never run.',
        },
      ],
      // matchers such as expect.anything() are of no type
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // stand-ins for outside systems promise an answer at once
      '@typescript-eslint/require-await': 'off',
      // expect(service.method) names a method without calling it
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  prettier,
)
