import fc from 'fast-check'

// Every mutant meets the same examples, so that a run says the same as the run before it. They are fewer than otherwise,
// because they are met by hundreds of mutants; and one that fails is enough, so none is made smaller.
fc.configureGlobal({ seed: 20_241_011, numRuns: 25, endOnFailure: true })
