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

const ON_TIME = 'on-time-'

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

/** The codes of the measures that every council has: the share on time of an aim has the aim's id in its code besides. */
export const MEASURE_CODES: readonly string[] = [...WEEKS, ...MEETINGS].map(({ id }) => id)

/** The code of the share on time of an aim. */
export function onTimeCode(aim: string): string {
  return `${ON_TIME}${aim}`
}

/** What a measure is called in few words, by its code; undefined of what is no measure of run charts. */
export function measureTitle(code: string): string | undefined {
  const aim = code.startsWith(ON_TIME) ? code.slice(ON_TIME.length) : ''
  if (aim !== '') return onTimeTitle(aim)
  return [...WEEKS, ...MEETINGS].find(({ id }) => id === code)?.title
}

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
    id: onTimeCode(aim.id),
    title: `${onTimeTitle(aim.id)}: ${aim.title}`,
    each: ['journey', 'journeys'],
    unit: 'percent',
    better: 'higher',
    counted: { of: 'on-time', aim },
  }
}

function onTimeTitle(aim: string): string {
  return `Aim ${aim}, share on time`
}
