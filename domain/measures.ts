import type { AimClock, AimOutcome } from './aim-clocks'
import type { Aim } from './aims'

/** What a measure counts: the weeks to a step, or the share of something. */
export type Counted =
  | { readonly of: 'weeks'; readonly clock: AimClock; readonly outcome: AimOutcome }
  | { readonly of: 'on-time'; readonly aim: Aim }
  | { readonly of: 'reviews' }
  | { readonly of: 'views' }

/** Something that a run chart can be of. */
export interface Measure {
  readonly id: string
  readonly title: string
  /** What a point stands on, one of them and several. */
  readonly each: readonly [one: string, several: string]
  readonly unit: 'weeks' | 'percent'
  /** In which direction it gets better. */
  readonly better: 'lower' | 'higher'
  readonly counted: Counted
}

const WEEKS: readonly Measure[] = [
  weeksTo('recommendation', 'recommendation', 'away-from-home-period', 'recommendation'),
  weeksTo('panel', 'panel', 'first-away-from-home-recommendation', 'panel'),
  weeksTo('decision', 'agency decision', 'first-panel-outcome', 'agency-decision'),
  weeksTo('lodging', 'lodging', 'first-permanence-order-approval', 'permanence-order-lodged'),
]

const MEETINGS: readonly Measure[] = [
  {
    id: 'reviews-on-time',
    title: 'Statutory reviews held on time',
    each: ['review', 'reviews'],
    unit: 'percent',
    better: 'higher',
    counted: { of: 'reviews' },
  },
  {
    id: 'meetings-with-views',
    title: 'Meetings with the child’s views',
    each: ['meeting', 'meetings'],
    unit: 'percent',
    better: 'higher',
    counted: { of: 'views' },
  },
]

/** Everything that a run chart can be of, with the share on time of each aim. */
export function measuresOf(aims: readonly Aim[]): readonly Measure[] {
  return [...WEEKS, ...aims.map(onTime), ...MEETINGS]
}

function weeksTo(id: string, step: string, clock: AimClock, outcome: AimOutcome): Measure {
  return {
    id: `weeks-to-${id}`,
    title: `Weeks to ${step}`,
    each: ['journey', 'journeys'],
    unit: 'weeks',
    better: 'lower',
    counted: { of: 'weeks', clock, outcome },
  }
}

function onTime(aim: Aim): Measure {
  return {
    id: `on-time-${aim.id}`,
    title: `Aim ${aim.id}, share on time: ${aim.title}`,
    each: ['journey', 'journeys'],
    unit: 'percent',
    better: 'higher',
    counted: { of: 'on-time', aim },
  }
}
