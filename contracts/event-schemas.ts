import { z } from 'zod'
import {
  ASSIGNMENTS,
  ATTENDANCES,
  AUTHORITIES,
  CHILD_PLAN_MEETINGS,
  CLOSING_REASONS,
  CONSENTS,
  CONSENTS_OF,
  CPM_RECOMMENDATIONS,
  DECISIONS,
  DELAY_REASONS,
  DIARY_MEETINGS,
  FEEDBACK_TO,
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
import { FACT_TYPES, type EventDraft, type EventFields, type FactType } from '../domain/events'
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

export const localDate = z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' })

export const personId = z
  .string()
  .trim()
  .min(1, { error: 'must be the id of a person' })
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@:-]*$/, { error: 'must be the id of a person, not a name' })
const words = z.string().trim().max(4000, { error: 'must be at most 4,000 characters' })

const LONGEST_ADDRESS = 2000

/** Where the council's document store has what was written of an event. Which hosts it may have is a setting. */
export const documentUrl = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .max(LONGEST_ADDRESS, { error: 'must be at most 2,000 characters' })
  .refine(hasNoCredentials, { error: 'must not have a user name or a password in it' })
  .optional()
  .meta({
    description: 'The address of a document in the council’s document store: nothing is uploaded here',
    examples: ['https://documents.council.example/d/4711'],
  })

function hasNoCredentials(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { username, password } = new URL(address)
  return username === '' && password === ''
}

const code = z
  .string()
  .trim()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'must be a code such as later-review' })
/** An agency by its code: which ones there are, the policy of the journey says, and is asked when it is recorded. */
export const agencyCode = z
  .string()
  .trim()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'must be the code of an agency, such as health' })
  .meta({ description: 'One of the agencies of the journey’s policy', example: 'health' })
/** What a locality is called in its policy. */
export const localityCode = code
const order = z.enum(ORDERS)
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
    consentRequiredFrom: localDate.optional().meta({
      format: 'date',
      description:
        "From this day the child's own consent to an order is needed. Kept instead of a birth date",
    }),
  }),
  'pathway-changed': z.strictObject({ to: z.enum(PATHWAYS), legalBasis: z.enum(LEGAL_BASES) }),
  'legal-basis-changed': z.strictObject({
    legalBasis: z.enum(LEGAL_BASES),
    expiresOn: localDate
      .optional()
      .meta({ format: 'date', description: 'The last day of an order that says so itself' }),
  }),
  'placement-changed': z.strictObject({
    placementType: z.enum(PLACEMENT_TYPES),
    emergency: z.boolean().optional(),
    placedIn: z
      .enum(AUTHORITIES)
      .optional()
      .meta({ description: 'The authority in whose area the child is placed, when it is another' }),
    siblingsTogether: z.boolean().optional(),
  }),
  'worker-assigned': z.strictObject({
    worker: personId,
    as: z.enum(ASSIGNMENTS),
    until: localDate.optional().meta({ format: 'date', description: 'The last day of a cover' }),
    reason: words.optional(),
  }),
  'visit-made': z.strictObject({ childSeen: z.boolean(), seenAlone: z.boolean().optional() }),
  'hearing-held': z.strictObject({ outcome: words.optional() }),
  'child-plan-meeting-held': z.strictObject({
    meeting: z.enum(CHILD_PLAN_MEETINGS),
    review: z.enum(REVIEWS).optional(),
    chair: personId.optional(),
    attendance: z.record(agencyCode, z.enum(ATTENDANCES)).optional(),
    immediateNeeds: words.optional(),
    actions: z
      .array(z.strictObject({ what: words.min(1), owner: agencyCode, due: localDate.optional() }))
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
    chair: personId
      .optional()
      .meta({ description: 'Who is to chair it, and is invited; when absent, whoever was to before' }),
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
  'parents-notified': z.strictObject({}),
  'hearing-advice-requested': z.strictObject({}),
  'hearing-advice-given': z.strictObject({}),
  'consent-recorded': z.strictObject({ of: z.enum(CONSENTS_OF), to: order, consent: z.enum(CONSENTS) }),
  'order-lodged': z.strictObject({ order: order.optional() }),
  'order-granted': z.strictObject({ order: order.optional() }),
  'order-refused': z.strictObject({ order: order.optional() }),
  'application-withdrawn': z.strictObject({ order: order.optional() }),
  'peer-review-held': z.strictObject({ findings: words.optional() }),
  'peer-review-fed-back': z.strictObject({ to: z.enum(FEEDBACK_TO) }),
  'delay-explained': z.strictObject({
    ruleId: code.meta({ description: 'The rule whose deadline is explained' }),
    reason: z.enum(DELAY_REASONS),
    note: words.optional(),
  }),
  transferred: z.strictObject({
    locality: code.optional(),
    team: z.string().trim().min(1).max(100).optional(),
    authority: z
      .enum(AUTHORITIES)
      .optional()
      .meta({ description: 'The authority that the child moves to: the journey ends here' }),
  }),
  'policy-adopted': z.strictObject({
    policy: code.meta({ description: 'The id of a released policy' }),
    version: z.int().min(1),
    reason: words.optional(),
  }),
  'returned-to-family': z.strictObject({ stillLookedAfter: z.boolean().optional() }),
  'journey-closed': z.strictObject({ reason: z.enum(CLOSING_REASONS) }),
} as const satisfies { [T in FactType]: z.ZodType<EventFields[T]> }

const CAN_BE_RECORDED = FACT_TYPES.map((type) =>
  EVENT_FIELDS[type].extend({ type: z.literal(type), occurredAt, documentUrl }),
)
type Recordable = (typeof CAN_BE_RECORDED)[number]

/** An event as it is told: `type`, `occurredAt`, the type's own fields and a document, and nothing else. */
export const eventToRecord = z.discriminatedUnion('type', CAN_BE_RECORDED as [Recordable, ...Recordable[]])

/** For which linked siblings an event is recorded too. */
const alsoFor = z.array(z.uuid().toLowerCase()).max(20).optional().meta({
  description: 'Linked siblings’ journeys in which the same is recorded: in all of them, or in none',
})

const FOR_SEVERAL = CAN_BE_RECORDED.map((event) => event.extend({ alsoFor }))
type ForSeveral = (typeof FOR_SEVERAL)[number]

/** What POST /journeys/{id}/events takes: an event as above, and for which siblings it is recorded too. */
export const eventToRecordForSeveral = z.discriminatedUnion(
  'type',
  FOR_SEVERAL as [ForSeveral, ...ForSeveral[]],
)

/** What POST /journeys/{id}/corrections takes: how the event was, or, with null, that it was not at all; and why. */
export const correctionToRecord = z.strictObject({
  eventId: z.uuid().meta({ description: 'The event that was recorded wrongly' }),
  replacement: eventToRecord
    .nullable()
    .meta({ description: 'The event as it was, of the same type; null when it did not happen' }),
  reason: words.min(1, { error: 'must say why it is corrected' }),
})

const ABOUT_AN_ORDER = new Set<FactType>([
  'order-lodged',
  'order-granted',
  'order-refused',
  'application-withdrawn',
])

/** What the schema above lets through, as the domain takes it. */
export function draftOf(body: {
  type: FactType
  occurredAt: string
  alsoFor?: readonly string[] | undefined
}): EventDraft {
  const { occurredAt: written, alsoFor: _alsoFor, ...told } = body
  // said now, and not by the schema: a request that is sent again says what it said
  const rest = ABOUT_AN_ORDER.has(body.type) ? { order: 'permanence-order', ...told } : told
  return { ...rest, occurred: readOccurrence(written) } as EventDraft
}
