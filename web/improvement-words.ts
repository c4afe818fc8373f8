import type { CohortGroup } from '../domain/improvement/cohort'
import type { NodeKind } from '../domain/improvement/driver-diagram'
import type { ForceSide } from '../domain/improvement/forcefield'
import type { Act, TestStatus } from '../domain/improvement/test-of-change'
import { measureTitle } from '../domain/measures'

// What the codes of improvement work are called on its pages.

/** A measure in words: what the run chart is called, or what people called their own. */
export function measureWords(measure: string): string {
  return measureTitle(measure) ?? measure
}

export const TEST_STATUS_WORDS: Readonly<
  Record<TestStatus, { readonly words: string; readonly colour: string }>
> = {
  planned: { words: 'Planned', colour: 'grey' },
  running: { words: 'Running', colour: 'blue' },
  studied: { words: 'Studied', colour: 'yellow' },
  acted: { words: 'Acted on', colour: 'green' },
}

export const ACT_WORDS: Readonly<Record<Act, string>> = {
  adopt: 'Adopt it: it becomes how the work is done',
  adapt: 'Adapt it: change it, and try again',
  abandon: 'Abandon it',
  'next-cycle': 'Another cycle: try more of it before deciding',
}

export const NODE_KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  'primary-driver': 'Primary driver',
  'secondary-driver': 'Secondary driver',
  'change-idea': 'Change idea',
}

export const FORCE_SIDE_WORDS: Readonly<Record<ForceSide, string>> = {
  driving: 'Driving',
  restraining: 'Restraining',
}

export const STRENGTH_WORDS = ['', '1: weak', '2', '3', '4', '5: strong'] as const

export const COHORT_GROUP_WORDS: Readonly<Record<CohortGroup, string>> = {
  cohort: 'In the test',
  others: 'Not in it, same places and time',
  before: 'Same places, before it began',
  elsewhere: 'Other places, same time',
}

/** What the fields of the records are called, for their histories. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: 'Title',
  series: 'Series',
  cycle: 'Cycle',
  aim: 'Aim',
  statement: 'Aim in words',
  driver: 'Driver',
  objective: 'Objective',
  question: 'Question',
  prediction: 'Prediction',
  who: 'Who',
  locality: 'Where',
  from: 'From',
  until: 'Until',
  measures: 'Measures',
  dataPlan: 'How the data are collected',
  variant: 'Policy variant',
  happened: 'What happened',
  study: 'What was learnt',
  act: 'What was decided',
  actNote: 'More on the decision',
  nodes: 'Drivers and change ideas',
  forces: 'Forces',
}

export const NO_CHILD_REMINDER =
  'This is about the work and is read across the whole authority: write no names and no child references.'

/** An aim by its id: those of the policy by number, others as people called them. */
export function aimWords(aim: string): string {
  return /^\d+$/.test(aim) ? `Aim ${aim}` : aim
}

/** The weeks that are lost where a force is felt. */
export function weeksWords(weeks: number): string {
  return `${weeks} ${weeks === 1 ? 'week' : 'weeks'} lost there`
}
