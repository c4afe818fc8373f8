import { eventsOf, type Journey } from './journey'
import type { LocalDate } from './time'

/** A journey went to another locality on a day. */
export interface Move {
  readonly on: LocalDate
  readonly to: string
}

/** Where a journey was at the end of a day: where it was transferred to last by then, or where it began. */
export function localityOn(journey: Journey, firstLocality: string, on: LocalDate): string {
  return movesOf(journey).findLast((move) => move.on <= on)?.to ?? firstLocality
}

/** Where a journey went after a day, and not after another, in the order in which it did; one for each day. */
export function movesAfter(journey: Journey, from: LocalDate, until?: LocalDate): Move[] {
  const moves = movesOf(journey).filter(({ on }) => from < on && (until === undefined || on <= until))
  return moves.filter(({ on }, index) => moves[index + 1]?.on !== on)
}

function movesOf(journey: Journey): Move[] {
  return eventsOf(journey, 'transferred').flatMap(({ occurred, locality }) =>
    locality === undefined ? [] : [{ on: occurred.on, to: locality }],
  )
}
