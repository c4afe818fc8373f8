import { z } from 'zod'
import { DELAY_REASONS, STAGES } from '../domain/codes'
import { COHORT_GROUPS } from '../domain/improvement/cohort'
import { MOST_NODES, NODE_KINDS } from '../domain/improvement/driver-diagram'
import { FORCE_SIDES, MOST_FORCES, STRONGEST } from '../domain/improvement/forcefield'
import { ACTS, TEST_STATUSES } from '../domain/improvement/test-of-change'
import { MEASURE_CODES, onTimeCode } from '../domain/measures'
import { localDate } from './event-schemas'

const NO_CHILD = 'No names, and no child references'

// a drawing with a control character in it is no XML, and shows nothing at all
const oneLine = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, { error: 'must be on one line, without control characters' })
const line = oneLine.meta({ description: NO_CHILD })
const words = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .regex(/^(\P{Cc}|[\t\n\r])*$/u, { error: 'must be text and line ends, without other control characters' })
  .meta({ description: NO_CHILD })
const day = localDate.meta({ format: 'date' })
const code = z.string().trim().min(1).max(100)
const nodeId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, { error: 'must be small letters, digits and hyphens, at most 40' })
  .meta({ example: 'n1' })

const aim = oneLine
  .max(40)
  .meta({ description: 'The id of an aim of the policy, or a name of your own', example: '2' })
const locality = code.meta({ description: 'The id of a locality; the whole authority where there is none' })
const measures = z
  .array(oneLine)
  .max(10)
  .meta({
    description: `Measures of run charts by code (${MEASURE_CODES.join(', ')}, or ${onTimeCode('2')} for the share on time of aim 2), or others in your own words`,
    example: ['weeks-to-recommendation'],
  })
const variant = z
  .strictObject({ id: code, version: z.int().min(1) })
  .meta({ id: 'PolicyVariant', description: 'A policy with a test of change, whose journeys are a cohort' })

/** What a test of change says besides its series and the number of its cycle, which its address keeps. */
const testFields = {
  title: line,
  aim,
  driver: line.optional(),
  objective: words.optional(),
  question: words.optional(),
  prediction: words.optional(),
  who: line.optional(),
  locality: locality.optional(),
  from: day.optional(),
  until: day.optional().meta({ description: 'The last day' }),
  measures: measures.default([]),
  dataPlan: words.optional(),
  variant: variant.optional(),
  happened: words.optional(),
  study: words.optional().meta({ description: `What was learnt, against the prediction. ${NO_CHILD}` }),
  act: z.enum(ACTS).optional(),
  actNote: words.optional(),
}

const nodes = z
  .array(
    z
      .strictObject({
        id: nodeId,
        under: nodeId
          .optional()
          .meta({ description: 'The node beneath which it stands; the aim itself where there is none' }),
        title: line,
        measures: measures.default([]),
      })
      .meta({ id: 'DriverNode' }),
  )
  .max(MOST_NODES)

const diagramFields = {
  title: line,
  aim,
  statement: words.meta({ description: `The aim in words. ${NO_CHILD}` }),
  locality: locality.optional(),
  measures: measures.default([]),
  nodes: nodes.default([]),
}

const forces = z
  .array(
    z
      .strictObject({
        id: nodeId,
        side: z.enum(FORCE_SIDES),
        title: line,
        strength: z.int().min(1).max(STRONGEST),
        stage: z.enum(STAGES).optional().meta({ description: 'The stage of journeys in which it is felt' }),
        reason: z
          .enum(DELAY_REASONS)
          .optional()
          .meta({ description: 'The reason by which the delay is explained that it causes' }),
      })
      .meta({ id: 'Force' }),
  )
  .max(MOST_FORCES)

const forcefieldFields = { title: line, aim, locality: locality.optional(), forces: forces.default([]) }

/** The whole of each kind of record, as it is kept. */
export const testCycleSchema = z.strictObject({ ...testFields, series: line, cycle: z.int().min(1) })
export const driverDiagramContentSchema = z.strictObject(diagramFields)
export const forcefieldContentSchema = z.strictObject(forcefieldFields)

export const diagramToKeepSchema = driverDiagramContentSchema.meta({ id: 'DriverDiagramToKeep' })
export const forcefieldToKeepSchema = forcefieldContentSchema.meta({ id: 'ForcefieldToKeep' })

/** Fields of which each may be named, to be changed; with null, to be taken away (RFC 7396). */
function changing(fields: Readonly<Record<string, z.ZodType>>) {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, withoutDefault(field).nullable().optional()]),
    ),
  )
}

// A field that is not named stays as it is.
function withoutDefault(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field
}

/**
 * A new test of change: the first cycle of a series, or the next one of a series that there is. With null, a field is empty that
 * would be taken over from the cycle before.
 */
export const testToKeepSchema = z
  .strictObject({
    ...changing(testFields).shape,
    series: line.optional().meta({ description: 'A name that no series has; the title where there is none' }),
    after: z
      .uuid()
      .transform((id) => id.toLowerCase())
      .optional()
      .meta({
        description:
          'The last cycle of a series: this is its next one, and takes over from it what is not said here',
      }),
  })
  .meta({ id: 'TestOfChangeToKeep' })
export const testChangeSchema = changing(testFields).meta({ id: 'TestOfChangeChange' })
export const diagramChangeSchema = changing(diagramFields).meta({ id: 'DriverDiagramChange' })
export const forcefieldChangeSchema = changing(forcefieldFields).meta({ id: 'ForcefieldChange' })

const kept = {
  id: z.uuid(),
  version: z.int(),
  begunAt: z.string(),
  begunBy: z.string(),
  changedAt: z.string(),
  changedBy: z.string(),
}

const saidOrNull = z.string().nullable()

/** A cycle of a test of change, as it is answered. */
export const testOfChangeSchema = z
  .strictObject({
    ...kept,
    title: z.string(),
    series: z.string(),
    cycle: z.int(),
    status: z.enum(TEST_STATUSES).meta({ description: 'By what is written, and whether it has begun' }),
    aim: z.string(),
    driver: saidOrNull,
    objective: saidOrNull,
    question: saidOrNull,
    prediction: saidOrNull,
    who: saidOrNull,
    locality: saidOrNull.meta({ description: 'Null in the whole authority' }),
    from: saidOrNull,
    until: saidOrNull,
    measures: z.array(z.string()),
    dataPlan: saidOrNull,
    variant: z
      .strictObject({ id: z.string(), version: z.int(), cohort: z.string(), title: z.string() })
      .nullable(),
    happened: saidOrNull,
    study: saidOrNull,
    act: z.enum(ACTS).nullable(),
    actNote: saidOrNull,
  })
  .meta({ id: 'TestOfChange' })

/** A driver diagram, as it is answered: its nodes in order, each with what it is. */
export const driverDiagramSchema = z
  .strictObject({
    ...kept,
    title: z.string(),
    aim: z.string(),
    statement: z.string(),
    locality: saidOrNull,
    measures: z.array(z.string()),
    nodes: z.array(
      z.strictObject({
        id: z.string(),
        under: saidOrNull,
        kind: z.enum(NODE_KINDS),
        title: z.string(),
        measures: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'DriverDiagram' })

/** A forcefield, as it is answered. */
export const forcefieldSchema = z
  .strictObject({
    ...kept,
    title: z.string(),
    aim: z.string(),
    locality: saidOrNull,
    forces: z.array(
      z.strictObject({
        id: z.string(),
        side: z.enum(FORCE_SIDES),
        title: z.string(),
        strength: z.int(),
        stage: z.enum(STAGES).nullable(),
        reason: z.enum(DELAY_REASONS).nullable(),
      }),
    ),
  })
  .meta({ id: 'Forcefield' })

/** A version of a record, with what it said. */
export const recordVersionSchema = z.strictObject({
  version: z.int(),
  changedAt: z.string(),
  changedBy: z.string(),
  changed: z.array(z.string()).meta({ description: 'The fields that this version changed' }),
  record: z.record(z.string(), z.unknown()).meta({ description: 'The whole of it as it was then' }),
})

/** How the cohort of a test of change has fared beside others. */
export const cohortSchema = z
  .strictObject({
    cohort: z.string(),
    aim: z.string(),
    asOf: z.string(),
    groups: z.array(
      z.strictObject({
        group: z.enum(COHORT_GROUPS).meta({
          description:
            '`cohort`: the journeys of the test. `others`: of the same localities and time. `before`: of these localities before ' +
            'it began. `elsewhere`: of other localities in the same time',
        }),
        n: z.int(),
        done: z.int(),
        ended: z.int().meta({ description: 'Ended without the outcome, such as by a return to the family' }),
        notYet: z.int(),
        medianWeeks: z.number().nullable().meta({ description: 'Of those that are done' }),
      }),
    ),
    smallNumbers: z.boolean(),
    said: z.string().meta({ description: 'What may be concluded from it' }),
  })
  .meta({ id: 'CohortBesideOthers' })

export type TestOfChangeAnswer = z.output<typeof testOfChangeSchema>
export type DriverDiagramAnswer = z.output<typeof driverDiagramSchema>
export type ForcefieldAnswer = z.output<typeof forcefieldSchema>
export type RecordVersionAnswer = z.output<typeof recordVersionSchema>
export type CohortAnswer = z.output<typeof cohortSchema>
