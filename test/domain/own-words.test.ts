import { inOwnWords, labelled, TERMS, USUAL_WORDS, WORD_KEYS } from '../../domain/own-words'

const words = {
  'child-plan-meeting': 'planning meeting',
  locality: 'area',
  agency: 'partner',
  'lead-worker': 'named social worker',
}
const own = (sentence: string) => inOwnWords(sentence, words)

describe('a sentence in a council’s own words', () => {
  test.each([
    ['Record a child plan meeting', 'Record a planning meeting'],
    ['The 72-hour child plan meeting was held', 'The 72-hour planning meeting was held'],
    ['Child plan meetings come first', 'Planning meetings come first'],
    ['Give a locality', 'Give an area'],
    ['A locality', 'An area'],
    ['Localities', 'Areas'],
    ['Give an agency', 'Give a partner'],
    ['Their agencies', 'Their partners'],
    ['Lead worker', 'Named social worker'],
    ['An agency decision is a step of the law', 'An agency decision is a step of the law'],
    ['Nothing of it is here', 'Nothing of it is here'],
  ])('%s: %s', (usual, expected) => {
    expect(own(usual)).toBe(expected)
  })

  test('is as it was where it has none', () => {
    for (const term of Object.values(TERMS)) expect(inOwnWords(term, USUAL_WORDS)).toBe(term)
  })

  test('takes the longest term first', () => {
    const both = { agency: 'partner', 'agency-decision-maker': 'decision maker of the council' }
    expect(inOwnWords('The agency decision maker and the agency', both)).toBe(
      'The decision maker of the council and the partner',
    )
  })

  test.each([
    ['party', 'parties'],
    ['box', 'boxes'],
    ['day', 'days'],
  ])('makes %s %s of several', (one, many) => {
    expect(inOwnWords('agencies', { agency: one })).toBe(many)
  })
})

describe('a label in a council’s own words', () => {
  test('is the one that it gives, else the usual one with its terms', () => {
    expect(labelled({ 'stage.assessment': 'Getting to know you' }, 'stage', 'assessment', 'Assessment')).toBe(
      'Getting to know you',
    )
    expect(labelled(words, 'event', 'child-plan-meeting-held', 'Child plan meeting')).toBe('Planning meeting')
    expect(labelled(USUAL_WORDS, 'stage', 'assessment', 'Assessment')).toBe('Assessment')
    expect(new Set(WORD_KEYS).size).toBe(WORD_KEYS.length)
  })
})
