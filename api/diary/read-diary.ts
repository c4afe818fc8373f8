import { z } from 'zod'
import { diarySchema, type DiaryConcern } from '../../contracts/diary-schema'
import { readFor } from '../../db/acting'
import { comingMeetings, type ComingMeeting } from '../../db/coming-meetings'
import type { Queryable } from '../../db/database'
import type { InvitedNow } from '../../db/invitations'
import { todayOf } from '../../db/people'
import { inScope } from '../../db/scope'
import { shownOf } from '../../domain/permissions'
import { isLocalDate, plusDays, writeOccurrence, type LocalDate } from '../../domain/time'
import { policyOf } from '../../policies/released'
import type { Caller } from '../caller'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import { invitedAnswer, ofAgencies } from '../journeys/representation'
import { invalidRequest } from '../problem'
import { NONE, readRoute } from '../route'

/** How far ahead the diary looks when it is not said: twelve weeks, to the 3-month meetings of children who come in now. */
const USUAL_DAYS = 84
/** As far as a date is set: the 6-month meeting is, at the 72-hour meeting. */
const MOST_DAYS = 366

const day = z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' })

const query = z.strictObject({
  locality: z.string().trim().min(1).max(100).optional(),
  from: day.optional().meta({ format: 'date', description: 'The first day; today when absent' }),
  until: day.optional().meta({ format: 'date', description: 'The last day; twelve weeks on when absent' }),
})

export const readDiaryRoute = readRoute({
  path: '/api/v1/diary',
  action: 'diary.read',
  reads: 'list',
  tag: 'Meetings',
  summary: 'Read the meetings to come',
  description:
    'The meetings to come of the caller’s children, with who is invited and what they answered. First those that somebody ' +
    'should look at: somebody is invited to two meetings at once, the chair declined, another time is proposed, an ' +
    'invitation did not arrive, or somebody has not answered. A partner agency sees its own invitations.',
  params: NONE,
  query,
  answer: { status: 200, description: 'The meetings; there is no second page', schema: diarySchema },
  problems: [],
  async read({ query: { locality, ...days }, caller }, { db, policy }) {
    refuseUnknownLocality(locality, policy.policy.localities)
    const { from, until, items } = await readFor(db, caller, async (trx) => {
      const from = days.from ?? (await todayOf(trx))
      const until = days.until ?? plusDays(from, USUAL_DAYS)
      refuseBackwards(from, until)
      const scope = caller.scope
      const meetings = await comingMeetings(trx, {
        scope,
        from,
        until,
        ...(locality !== undefined && { locality }),
      })
      const mine = meetings.flatMap((one) => shownTo(caller, one))
      const known = await referencesOf(trx, caller, mine)
      return { from, until, items: mine.map((one) => meetingAnswer(one, known)) }
    })
    const sorted = [
      ...items.filter(({ concerns }) => concerns.length > 0),
      ...items.filter(({ concerns }) => concerns.length === 0),
    ]
    return {
      status: 200,
      journeys: [...new Set(items.map(({ journeyId }) => journeyId))],
      body: { from, until, items: sorted, next: null },
    }
  },
})

/** What is raised to the worker: nobody but them sees to it. */
const RAISED: readonly DiaryConcern[] = ['conflict', 'chair-declined', 'other-time', 'not-told']

/** The meetings to come of some journeys about which their worker must do something, by their dates. */
export async function raisedIn(trx: Queryable, caller: Caller, journeyIds: readonly string[]) {
  if (journeyIds.length === 0) return []
  const from = await todayOf(trx)
  const { scope } = caller
  const meetings = await comingMeetings(trx, { scope, journeyIds, from, until: plusDays(from, MOST_DAYS) })
  const known = await referencesOf(trx, caller, meetings)
  return meetings
    .map((one) => meetingAnswer(one, known))
    .filter(({ concerns }) => concerns.some((one) => RAISED.includes(one)))
}

function refuseBackwards(from: LocalDate, until: LocalDate): void {
  const fault =
    until < from
      ? 'must not be before from'
      : until > plusDays(from, MOST_DAYS)
        ? 'must be within a year of from'
        : undefined
  if (fault === undefined) return
  throw invalidRequest([{ field: 'until', message: fault, remedy: 'Send a later day, or leave it out' }])
}

// A partner agency is shown the meetings whose date it was told, and of those who come itself.
function shownTo({ roles, scope }: Caller, meeting: ComingMeeting): ComingMeeting[] {
  if (shownOf(roles, 'diary') === 'all') return [meeting]
  const agencies = scope.agencies ?? []
  const told = policyOf(meeting.policy).told[meeting.entry.setBy.type] ?? []
  if (!told.some((agency) => agencies.includes(agency))) return []
  const { chair: _, ...rest } = meeting
  return [
    {
      ...rest,
      invited: ofAgencies(meeting.invited, agencies),
      overlaps: meeting.overlaps.filter(({ one }) => agencies.includes(one.agency)),
    },
  ]
}

/** The references of the other children of overlaps, of those whom the caller may know of. */
async function referencesOf(
  db: Queryable,
  { scope }: Caller,
  meetings: readonly ComingMeeting[],
): Promise<ReadonlyMap<string, string>> {
  const others = meetings.flatMap(({ overlaps }) => overlaps.map(({ other }) => other.journeyId))
  if (others.length === 0) return new Map()
  const rows = await db
    .selectFrom('journey')
    .select(['id', 'child_reference'])
    .where('id', 'in', [...new Set(others)])
    .where(inScope(scope))
    .execute()
  return new Map(rows.map(({ id, child_reference }) => [id, child_reference]))
}

function meetingAnswer(meeting: ComingMeeting, known: ReadonlyMap<string, string>) {
  const { journeyId, childReference, locality, entry, chair, overlaps } = meeting
  const date = writeOccurrence(entry.date)
  const invited = meeting.invited.filter(({ content }) => content.at === date)
  return {
    journeyId,
    childReference,
    locality,
    meeting: entry.meeting,
    date,
    ...(entry.movedFrom && { movedFrom: writeOccurrence(entry.movedFrom) }),
    ...(chair !== undefined && { chair }),
    invited: invited.map(invitedAnswer),
    conflicts: overlaps.map(({ one: { agency, recipient }, other }) => {
      const reference = known.get(other.journeyId)
      return {
        agency,
        recipient,
        otherAt: other.at,
        ...(reference !== undefined && { other: { journeyId: other.journeyId, childReference: reference } }),
      }
    }),
    concerns: concernsOf(invited, overlaps.length > 0),
  }
}

/** Why somebody should look at a meeting to come. */
export function concernsOf(invited: readonly InvitedNow[], overlaps: boolean): DiaryConcern[] {
  const given = (answer: string) => invited.filter((one) => one.answer?.answer === answer)
  return [
    ...(overlaps ? (['conflict'] as const) : []),
    ...(given('declined').some(({ recipient }) => recipient === 'chair')
      ? (['chair-declined'] as const)
      : []),
    ...(given('counter').length > 0 ? (['other-time'] as const) : []),
    ...(invited.some(({ status }) => status === 'refused' || status === 'gave-up')
      ? (['not-told'] as const)
      : []),
    ...(invited.some(({ answer, status }) => answer === undefined && status === 'sent')
      ? (['no-answer'] as const)
      : []),
  ]
}
