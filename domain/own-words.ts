import { LEGAL_BASES, PATHWAYS, PLACEMENT_TYPES, STAGES } from './codes'
import { EVENT_TYPES } from './events'

/**
 * What our own sentences call the things of the field, wherever they are spoken of. A council that calls one of them
 * something else says so in its policy, and every page, notice and answer of its journeys does.
 */
export const TERMS = {
  'child-plan-meeting': 'child plan meeting',
  'statutory-review': 'statutory review',
  'permanence-panel': 'permanence panel',
  'agency-decision-maker': 'agency decision maker',
  'peer-review': 'peer review',
  'childrens-hearing': "children's hearing",
  'lead-worker': 'lead worker',
  locality: 'locality',
  agency: 'agency',
} as const
export type Term = keyof typeof TERMS

const LABELLED = {
  stage: STAGES,
  event: EVENT_TYPES,
  pathway: PATHWAYS,
  'legal-basis': LEGAL_BASES,
  placement: PLACEMENT_TYPES,
} as const

/** The sorts of codes whose whole label a policy may give: `stage.awaiting-panel`. */
export type Labelled = keyof typeof LABELLED

/**
 * The sentences of notices that a policy may write in its own words, each with what can be filled in, in braces: `{title} was
 * due {due}`. `what` is what happened, `title` the rule's title, `due` when it is or was due, `whom` who was not reached,
 * `meeting` which meeting it is and `date` when.
 */
export const SENTENCES = {
  'notice.greeting': [],
  'notice.read-it': [],
  'notice.closing': [],
  'notice.why-escalated': [],
  'notice.nothing-to-do': [],
  'notice.headline.recorded': ['what'],
  'notice.headline.reminder': ['title', 'due'],
  'notice.headline.missed': ['title', 'due'],
  'notice.headline.escalation': ['title', 'due'],
  'notice.headline.settled': ['title', 'due'],
  'notice.headline.not-needed': ['title', 'due'],
  'notice.headline.reopened': ['title', 'due'],
  'notice.headline.moved': ['title', 'due'],
  'notice.headline.not-due': ['title'],
  'notice.headline.corrected': [],
  'notice.headline.summary': [],
  'notice.headline.opened': [],
  'notice.headline.undelivered': ['whom'],
  'notice.headline.invitation': ['meeting', 'date'],
  'notice.headline.invitation-moved': ['meeting', 'date'],
  'notice.headline.invitation-cancelled': ['meeting'],
  'notice.headline.not-invited': ['meeting'],
  'notice.headline.chair-declined': ['meeting'],
  'notice.headline.other-time': ['meeting'],
  'notice.headline.overlap': ['meeting'],
  'notice.headline.digest': ['count', 'day'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Sentence = keyof typeof SENTENCES

/** What can be filled into the words that a policy gives under a name; undefined of what is no sentence of a notice. */
export function fillingsOf(key: string): readonly string[] | undefined {
  return key in SENTENCES ? SENTENCES[key as Sentence] : undefined
}

/** The names in braces in a sentence. */
export function filledIn(sentence: string): string[] {
  return [...sentence.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
}

/** Every name under which a policy may give words of its own. */
export const WORD_KEYS: readonly string[] = [
  ...Object.keys(TERMS),
  ...Object.keys(SENTENCES),
  ...Object.entries(LABELLED).flatMap(([sort, codes]) => codes.map((code) => `${sort}.${code}`)),
]

/** A council's own words, by their names; what is not among them is called as it usually is. */
export type OwnWords = Readonly<Record<string, string>>

/** No words of one's own. */
export const USUAL_WORDS: OwnWords = {}

/** What a code is called where a council has a word of its own for it, else as it usually is. */
export function labelled(words: OwnWords, sort: Labelled, code: string, usual: string): string {
  return words[`${sort}.${code}`] ?? inOwnWords(usual, words)
}

/** A sentence of a notice, as the council writes it, else as it usually is, with what is to be filled in. */
export function sentence<Key extends Sentence>(
  words: OwnWords,
  key: Key,
  usual: string,
  ...[filling]: (typeof SENTENCES)[Key] extends readonly []
    ? []
    : [Record<(typeof SENTENCES)[Key][number], string>]
): string {
  const said = words[key] ?? inOwnWords(usual, words)
  return Object.entries<string>(filling ?? {}).reduce(
    (filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value),
    said,
  )
}

/**
 * A sentence of ours with a council's own terms in it, in the same case and number, and with the article that they need.
 * Never to be asked of what people wrote.
 */
export function inOwnWords(sentence: string, words: OwnWords): string {
  return ORDER.reduce((told, term) => {
    const own = words[term]
    return own === undefined ? told : told.replace(PATTERNS[term], (...found) => replaced(found, own))
  }, sentence)
}

// The longest first, so that no part of one is taken for another.
const ORDER = (Object.keys(TERMS) as Term[]).sort((a, b) => TERMS[b].length - TERMS[a].length)

// With its article, if it has one, and its plural. "Agency decision" is a step of the law and nobody's agency.
const PATTERNS = Object.fromEntries(
  ORDER.map((term) => {
    const usual = TERMS[term].replace(/y$/, '(?:y|ies)')
    const not = term === 'agency' ? '(?! decision)' : ''
    return [term, new RegExp(`\\b(an? )?(${usual})(s?)\\b${not}`, 'gi')]
  }),
) as unknown as Readonly<Record<Term, RegExp>>

function replaced([, article = '', usual = '', s = '']: readonly unknown[], own: string): string {
  const isMany = s === 's' || String(usual).endsWith('ies')
  const word = isMany ? manyOf(own) : own
  const began = /^[A-Z]/.test(String(usual)) ? capitalised(word) : word
  return articleFor(String(article), own) + began
}

function articleFor(article: string, word: string): string {
  if (article === '') return ''
  const needed = /^[aeiou]/i.test(word) ? 'an ' : 'a '
  return article.startsWith('A') ? capitalised(needed) : needed
}

function manyOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
