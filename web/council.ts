import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { USUAL_AGENCIES } from '../domain/agencies'
import type { LegalBasis, Pathway, PlacementType, Stage } from '../domain/codes'
import type { EventType } from '../domain/events'
import { inOwnWords, labelled, USUAL_WORDS, type OwnWords } from '../domain/own-words'
import type { Policy } from '../domain/policy'
import {
  EVENT_WORDS,
  eventOn,
  eventTitle,
  LEGAL_BASIS_WORDS,
  PATHWAY_WORDS,
  PLACEMENT_WORDS,
  STAGE_WORDS,
  wordsFor,
} from './words'

type Titled = Parameters<typeof eventTitle>[0]

/** How a council speaks: the one catalogue of words, with the words of its policy in their places. */
export interface Council {
  /** A sentence of ours in its words. Never what people wrote. */
  say(sentence: string): string
  agency(code: string): string
  stage(code: Stage): string
  pathway(code: Pathway): string
  legalBasis(code: LegalBasis): string
  placement(code: PlacementType): string
  event(type: EventType): string
  /** What an event is called: a meeting or a review by its place in the timetable. */
  eventTitle(event: Titled): string
  /** An event by what it is called and its day. */
  eventOn(event: Titled & { readonly occurredAt: string }): string
  /** What a code of an event's field is called. */
  code(code: string): string
}

/** How the council of a policy speaks. */
export function councilOf({ words, agencies }: Pick<Policy, 'words' | 'agencies'>): Council {
  const say = (sentence: string) => inOwnWords(sentence, words)
  const names = new Map([...USUAL_AGENCIES, ...agencies].map(({ id, name }) => [id, name]))
  const title = (event: Titled) => ownTitle(event, words) ?? say(eventTitle(event))
  return {
    say,
    agency: (code) => names.get(code) ?? wordsFor(code),
    stage: (code) => labelled(words, 'stage', code, STAGE_WORDS[code]),
    pathway: (code) => labelled(words, 'pathway', code, PATHWAY_WORDS[code]),
    legalBasis: (code) => labelled(words, 'legal-basis', code, LEGAL_BASIS_WORDS[code]),
    placement: (code) => labelled(words, 'placement', code, PLACEMENT_WORDS[code]),
    event: (type) => labelled(words, 'event', type, EVENT_WORDS[type]),
    eventTitle: title,
    eventOn: (event) => eventOn(event, title),
    code: (code) =>
      words[`placement.${code}`] ??
      words[`legal-basis.${code}`] ??
      words[`pathway.${code}`] ??
      say(wordsFor(code)),
  }
}

// A meeting or a review keeps its place in the timetable: "6-month planning meeting".
function ownTitle(event: Titled, words: OwnWords): string | undefined {
  return eventTitle(event) === EVENT_WORDS[event.type] ? words[`event.${event.type}`] : undefined
}

/** How people speak where no council says otherwise. */
export const USUAL_COUNCIL = councilOf({ words: USUAL_WORDS, agencies: USUAL_AGENCIES })

const Spoken = createContext(USUAL_COUNCIL)

/** Around a page about a journey: everything in it speaks as the council of the journey does. */
export const InTheWordsOf = Spoken.Provider

/** How to speak here. */
export function useCouncil(): Council {
  return useContext(Spoken)
}
