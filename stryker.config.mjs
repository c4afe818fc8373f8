// npm run mutation: changes the rules of permanence in every small way, one at a time, and sees whether a test notices.

export default {
  mutate: [
    'domain/**/*.ts',
    // Lists of codes and the types made from them. A code that is not the field's own word is a matter of reading the
    // list, and there is no behaviour in it: a test could only repeat the list.
    '!domain/codes.ts',
    // Types, and two more such lists: the types of event, and the names of the fields that are free text.
    '!domain/events.ts',
  ],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  // The one file of tests finds the others by their names, which jest cannot follow.
  jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // What the tests of the rules read, and no more, is copied to where it is mutated.
  ignorePatterns: [
    '/*',
    '!/domain',
    '!/policies',
    '!/test',
    '/test/*',
    '!/test/domain',
    '!/test/mutation',
    '!/test/support',
    '!/jest.config.cjs',
    '!/package.json',
    '!/tsconfig.json',
  ],
  tempDirName: '.cache/mutation',
  concurrency: 2,
  // Jest keeps something of every run: a runner that has done hundreds of them is several times as slow as a new one.
  maxTestRunnerReuse: 40,
  incremental: false,
  // What is read once, when a file is loaded, such as a list or the schema of a document: nearly half of the mutants, each of
  // which would take every test there is. Tests hold those lists against the domain's own tables.
  ignoreStatic: true,
  // A mutant may go round in a circle: what takes three times as long as it should, and five seconds, is stopped.
  timeoutFactor: 3,
  timeoutMS: 5_000,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
}
