import { z } from 'zod'
import { ROLES } from '../domain/codes'
import { PROBLEMS, problemType, type ProblemKind } from './problem'

const fieldError = z
  .strictObject({
    field: z
      .string()
      .meta({ description: 'A path such as `agreedDates.threeMonth`, or the name of a header' }),
    message: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'FieldError' })

const fieldErrors = { errors: z.array(fieldError).min(1) }
const refusal = {
  code: z.string().meta({ description: 'Which rule refuses it; never changes' }),
  reason: z.string(),
}

// What each kind says besides the members that all problems have.
const MEMBERS: Partial<Record<ProblemKind, z.ZodRawShape>> = {
  'not-allowed': {
    roles: z.array(z.enum(ROLES)).optional().meta({ description: 'The roles that may do it' }),
    localities: z.array(z.string()).optional().meta({ description: "The caller's own localities" }),
  },
  'not-possible': {
    ...refusal,
    field: z.string().optional(),
    childReference: z
      .string()
      .optional()
      .meta({ description: 'Of several journeys, the one that refuses it: nothing was recorded in any' }),
  },
  'journey-open-already': {
    ...refusal,
    journey: z
      .string()
      .optional()
      .meta({ description: 'The path of the open journey, where the caller may see it' }),
  },
  'invitation-is-over': {
    now: z
      .strictObject({ at: z.string(), link: z.string() })
      .optional()
      .meta({ description: 'The date that stands instead, and where it is answered' }),
  },
  'place-is-gone': refusal,
  'recorded-meanwhile': {
    version: z
      .int()
      .min(0)
      .meta({ description: 'The version now: of a journey, the number of its last event' }),
  },
  'invalid-request': fieldErrors,
  'key-used-before': fieldErrors,
  unavailable: {
    keyId: z.string().optional().meta({ description: 'The master key that is not among the keys here' }),
  },
  unexpected: { instance: z.string().meta({ description: 'The id under which it was logged' }) },
}

const SCHEMAS = new Map(
  (Object.keys(PROBLEMS) as ProblemKind[]).map((kind) => [kind, schemaFor(kind)] as const),
)

/** The schema of the problem documents of one kind (RFC 9457). */
export function problemSchema(kind: ProblemKind): z.ZodType {
  return SCHEMAS.get(kind) ?? schemaFor(kind)
}

function schemaFor(kind: ProblemKind): z.ZodType {
  const { status, title } = PROBLEMS[kind]
  return z
    .strictObject({
      type: z.literal(problemType(kind)),
      title: z.literal(title),
      status: z.literal(status),
      detail: z.string(),
      remedy: z.string().optional(),
      ...MEMBERS[kind],
    })
    .meta({ id: `Problem.${kind}` })
}
