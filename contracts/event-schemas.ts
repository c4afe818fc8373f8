import { z } from 'zod'
import {
  AGENCIES,
  ATTENDANCES,
  CHILD_PLAN_MEETINGS,
  CLOSING_REASONS,
  CPM_RECOMMENDATIONS,
  DECISIONS,
  DIARY_MEETINGS,
  LEGAL_BASES,
  ORDERS,
  PANEL_OUTCOMES,
  PATHWAYS,
  PLACEMENT_TYPES,
  RECOMMENDATIONS,
  REVIEWS,
  ROUTES,
  VIEW_HOLDERS,
  VIEW_MEANS,
} from '../domain/codes'
import type { EventDraft, EventFields, EventType } from '../domain/events'
import { isLocalDate, parseOccurrence, type Occurrence } from '../domain/time'

/** A date alone, or a moment with its offset; read into an occurrence. */
export const occurredAt = z
  .string()
  .trim()
  .refine((text) => parseOccurrence(text) !== undefined, {
    error: 'must be a date such as 2026-03-27, or a moment with its offset such as 2026-03-27T15:30:00+00:00',
  })
  .meta({
    description: 'A date (YYYY-MM-DD), shown as "time not recorded", or an RFC 3339 moment with its offset',
    examples: ['2026-03-27', '2026-03-27T15:30:00+00:00'],
  })

/** Reads what the schema above has let through. */
export function readOccurrence(text: string): Occurrence {
  const occurrence = parseOccurrence(text)
  if (occurrence === undefined) throw new TypeError(`Not a date or a moment with its offset: ${text}`)
  return occurrence
}

const localDate = z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' })

const personId = z
  .string()
  .trim()
  .min(1, { error: 'must be the id of a person' })
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@:-]*$/, { error: 'must be the id of a person, not a name' })
const words = z.string().trim().max(4000, { error: 'must be at most 4,000 characters' })
const views = z
  .array(z.strictObject({ of: z.enum(VIEW_HOLDERS), how: z.enum(VIEW_MEANS) }))
  .max(20)
  .meta({ description: 'Whose views were heard, and how they were given' })

/** The fields of each type of event, besides `type` and `occurredAt`. */
export const EVENT_FIELDS = {
  'looked-after-started': z.strictObject({
    pathway: z.enum(PATHWAYS),
    legalBasis: z.enum(LEGAL_BASES),
    placementType: z.enum(PLACEMENT_TYPES).optional(),
    emergency: z.boolean().optional(),
    worker: personId.optional(),
  }),
  'child-plan-meeting-held': z.strictObject({
    meeting: z.enum(CHILD_PLAN_MEETINGS),
    review: z.enum(REVIEWS).optional(),
    chair: personId.optional(),
    attendance: z.partialRecord(z.enum(AGENCIES), z.enum(ATTENDANCES)).optional(),
    immediateNeeds: words.optional(),
    actions: z
      .array(z.strictObject({ what: words.min(1), owner: z.enum(AGENCIES), due: localDate.optional() }))
      .max(100)
      .optional(),
    agreedDates: z
      .strictObject({ threeMonth: occurredAt.optional(), sixMonth: occurredAt.optional() })
      .optional(),
    views: views.optional(),
    recommendation: z.enum(CPM_RECOMMENDATIONS).optional(),
    route: z.enum(ROUTES).optional(),
  }),
  'meeting-date-set': z.strictObject({
    meeting: z.enum(DIARY_MEETINGS),
    at: occurredAt,
    place: words.optional(),
    joinUrl: z
      .url({ protocol: /^https$/, error: 'must be an https address' })
      .max(2000)
      .optional(),
    reason: words.optional(),
    cancelled: z.boolean().optional(),
  }),
  'review-held': z.strictObject({
    review: z.enum(REVIEWS),
    chair: personId.optional(),
    outcome: words.optional(),
    views: views.optional(),
    advocacyOffered: z.boolean().optional(),
  }),
  'permanence-recommended': z.strictObject({
    recommendation: z.enum(RECOMMENDATIONS),
    route: z.enum(ROUTES).optional(),
  }),
  'panel-held': z.strictObject({
    members: z.array(personId).min(1, { error: 'must name the members who sat' }).max(30),
    outcome: z.enum(PANEL_OUTCOMES),
    views: views.optional(),
  }),
  'agency-decision-made': z.strictObject({ decisionMaker: personId, decision: z.enum(DECISIONS) }),
  'order-lodged': z.strictObject({ order: z.enum(ORDERS).optional() }),
  'returned-to-family': z.strictObject({ stillLookedAfter: z.boolean().optional() }),
  'journey-closed': z.strictObject({ reason: z.enum(CLOSING_REASONS) }),
} as const satisfies { [T in EventType]: z.ZodType<EventFields[T]> }

const CAN_BE_RECORDED = Object.entries(EVENT_FIELDS).map(([type, fields]) =>
  fields.extend({ type: z.literal(type as EventType), occurredAt }),
)
type Recordable = (typeof CAN_BE_RECORDED)[number]

/** What POST /journeys/{id}/events takes: `type`, `occurredAt` and the type's own fields, and nothing else. */
export const eventToRecord = z.discriminatedUnion('type', CAN_BE_RECORDED as [Recordable, ...Recordable[]])

/** What the schema above lets through, as the domain takes it. */
export function draftOf(body: { type: EventType; occurredAt: string }): EventDraft {
  const { occurredAt: written, ...rest } = body
  return { ...rest, occurred: readOccurrence(written) } as EventDraft
}
