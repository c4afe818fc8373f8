import { DELAY_REASONS, STAGES } from '../../domain/codes'
import { FORCE_SIDES, STRONGEST } from '../../domain/improvement/forcefield'
import { ACTS } from '../../domain/improvement/test-of-change'
import type { Option } from '../components/select'
import { ACT_WORDS, FORCE_SIDE_WORDS, STRENGTH_WORDS } from '../improvement-words'
import { STAGE_WORDS, wordsFor } from '../words'
import { when } from './event-forms'
import type { Field, Typed } from './field'
import { ticked } from './read-form'

/** What can be chosen on the forms of improvement work. */
export interface ImprovementChoices {
  readonly localities: readonly Option[]
  /** The aims of the policy in force, by id. */
  readonly aims: readonly Option[]
  /** What run charts can be of, by code. */
  readonly measures: readonly Option[]
  /** Policies that are tests of change, by `id@version`. */
  readonly variants: readonly Option[]
}

const TITLE: Field = { kind: 'line', name: 'title', label: 'Title' }

function aimField(aims: readonly Option[]): Field {
  return {
    kind: 'line',
    name: 'aim',
    label: 'Aim',
    hint: 'Its number, such as 2, or a name of your own.',
    offered: aims,
  }
}

function measureFields(options: readonly Option[]): Field[] {
  return [
    {
      kind: 'several',
      name: 'measures',
      label: 'Measures on run charts',
      options,
      always: true,
      optional: true,
    },
    { kind: 'words', name: 'otherMeasures', label: 'Other measures', hint: 'One on each line.' },
  ]
}

function place(localities: readonly Option[]): Field {
  return {
    kind: 'choice',
    name: 'locality',
    label: 'Where',
    options: [{ value: 'authority', words: 'The whole authority' }, ...localities],
    as: 'list',
  }
}

/** The fields of the plan of a test of change. */
export function planFields({ localities, aims, measures, variants }: ImprovementChoices): Field[] {
  return [
    TITLE,
    aimField(aims),
    { kind: 'line', name: 'driver', label: 'Driver that it moves', optional: true },
    { kind: 'words', name: 'objective', label: 'Objective' },
    { kind: 'words', name: 'question', label: 'Question', hint: 'What is to be found out.' },
    {
      kind: 'words',
      name: 'prediction',
      label: 'Prediction',
      hint: 'What you expect, before it is tried: what happens is held against it.',
    },
    {
      kind: 'line',
      name: 'who',
      label: 'Who tries it',
      hint: 'Roles and agencies, not names.',
      optional: true,
    },
    place(localities),
    when('from', 'First day', { time: false, optional: true }),
    when('until', 'Last day', { time: false, optional: true }),
    ...measureFields(measures),
    { kind: 'words', name: 'dataPlan', label: 'How the data are collected' },
    {
      kind: 'choice',
      name: 'variant',
      label: 'Policy variant by which it is tried',
      hint: 'Its journeys are a cohort, which is shown beside the others.',
      options: variants,
      as: 'list',
      optional: true,
    },
  ]
}

/** The fields of a new test of change. */
export function newTestFields(choices: ImprovementChoices): Field[] {
  const [title, ...others] = planFields(choices)
  const series: Field = {
    kind: 'line',
    name: 'series',
    label: 'Series',
    hint: 'The name by which its cycles belong together, such as 72-hour meeting. Its title where you leave it out.',
    optional: true,
  }
  return [title ?? TITLE, series, ...others]
}

/** The later steps of a test of change, each a form of its own. */
export const STEP_FIELDS = {
  do: [{ kind: 'words', name: 'happened', label: 'What happened' }],
  study: [
    {
      kind: 'words',
      name: 'study',
      label: 'What was learnt',
      hint: 'Held against what was predicted. Small numbers prove nothing: say how many there were.',
    },
  ],
  act: [
    {
      kind: 'choice',
      name: 'act',
      label: 'What was decided',
      options: ACTS.map((value) => ({ value, words: ACT_WORDS[value] })),
      as: 'radios',
      optional: true,
    },
    { kind: 'words', name: 'actNote', label: 'More on the decision' },
  ],
} as const satisfies Record<string, readonly Field[]>

/** The fields of a driver diagram but for its nodes. */
export function diagramFields({ localities, aims, measures }: ImprovementChoices): Field[] {
  return [
    TITLE,
    aimField(aims),
    {
      kind: 'words',
      name: 'statement',
      label: 'The aim in words',
      hint: 'How much, for whom, by when.',
      required: true,
    },
    place(localities),
    ...measureFields(measures),
  ]
}

/**
 * The fields of a driver or a change idea.
 *
 * @param places beneath which it may stand
 * @param beside the nodes beside it, after which it may stand
 */
export function nodeFields(
  places: readonly Option[],
  beside: readonly Option[],
  { measures }: Pick<ImprovementChoices, 'measures'>,
): Field[] {
  return [
    TITLE,
    { kind: 'choice', name: 'under', label: 'Beneath', options: places, as: 'list' },
    ...(beside.length === 0
      ? []
      : [
          {
            kind: 'choice',
            name: 'after',
            label: 'Place among those beside it',
            options: [
              { value: 'first', words: 'First' },
              ...beside.map(({ value, words }) => ({ value, words: `After: ${words}` })),
            ],
            as: 'list',
            optional: true,
          } as const,
        ]),
    ...measureFields(measures),
  ]
}

/** The fields of a forcefield but for its forces. */
export function forcefieldFields({ localities, aims }: ImprovementChoices): Field[] {
  return [TITLE, aimField(aims), place(localities)]
}

/** The fields of a force. */
export function forceFields(): Field[] {
  return [
    { ...TITLE, label: 'Force' },
    {
      kind: 'choice',
      name: 'side',
      label: 'Which way it pushes',
      options: FORCE_SIDES.map((value) => ({ value, words: FORCE_SIDE_WORDS[value] })),
      as: 'radios',
    },
    {
      kind: 'choice',
      name: 'strength',
      label: 'Strength',
      options: Array.from({ length: STRONGEST }, (_, index) => ({
        value: String(index + 1),
        words: STRENGTH_WORDS[index + 1] ?? '',
      })),
      as: 'radios',
    },
    {
      kind: 'choice',
      name: 'stage',
      label: 'Stage in which it is felt',
      options: STAGES.filter((stage) => stage !== 'closed').map((value) => ({
        value,
        words: STAGE_WORDS[value],
      })),
      as: 'list',
      optional: true,
    },
    {
      kind: 'choice',
      name: 'reason',
      label: 'Reason of delay that it causes',
      options: DELAY_REASONS.map((value) => ({ value, words: wordsFor(value) })),
      as: 'list',
      optional: true,
    },
  ]
}

/** What would be typed to say these measures: those that can be chosen are ticked, and any other is written. */
export function typedMeasures(
  measures: readonly string[],
  { measures: options }: Pick<ImprovementChoices, 'measures'>,
): Typed {
  const isOffered = (measure: string) => options.some(({ value }) => value === measure)
  return {
    ...ticked('measures', measures.filter(isOffered)),
    otherMeasures: measures.filter((measure) => !isOffered(measure)).join('\n'),
  }
}
