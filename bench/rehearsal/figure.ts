import type { Course } from '../../domain/rehearsal'
import type { Figure } from '../report/figure'

/** How one course of a rehearsal went. */
export interface Rehearsed {
  readonly course: Course
  readonly seconds: number
  readonly events: number
  readonly notices: number
  /** The moments at which notices were made: at each the engine has stopped. */
  readonly moments: number
}

const mostSeconds = 15

/** How long a whole journey of a policy takes on the engine. */
export function rehearsalFigure(rehearsed: readonly Rehearsed[]): Figure {
  return {
    title: "A rehearsal of a whole journey of Highland's policy",
    circumstances: [
      'from the start of its practice journey to its end and its removal, with every reminder and notice at its instant',
      'on-time: to the order, past 45 weeks; nothing-recorded: until the last senior is told that the 45 weeks are over',
      "by the engine's time skipping",
    ],
    columns: ['seconds', 'events', 'notices', 'moments'],
    rows: rehearsed.map(({ course, seconds, events, notices, moments }) => ({
      name: course,
      values: [Math.round(seconds * 10) / 10, events, notices, moments],
    })),
    verdicts: rehearsed.map(({ course, seconds }) => ({
      what: course,
      measured: Math.round(seconds * 10) / 10,
      budget: mostSeconds,
      unit: ' s',
    })),
    remarks: [],
  }
}
