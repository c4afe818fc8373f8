import {
  localityParams,
  meetingsSchema,
  meetingsToKeepSchema,
  type MeetingsGiven,
} from '../../contracts/meetings-schema'
import type { DatabaseTransaction } from '../../db/database'
import { keepPaceMeetings } from '../../db/pace-meetings'
import { readPeople, todayOf } from '../../db/people'
import { isOfLocalities, type Scope } from '../../db/scope'
import { isPlanned } from '../../domain/pace-meetings'
import { hasLeft } from '../../domain/people'
import type { LocalDate } from '../../domain/time'
import { namedAgencies } from '../agencies/known'
import { invalidRequest, Problem, type FieldError } from '../problem'
import { replaceRoute } from '../route'
import type { Services } from '../services'
import { meetingAnswers, noMeetings } from './read-meetings'

export const replaceMeetingsRoute = replaceRoute({
  path: '/api/v1/meetings/{locality}',
  action: 'meetings.write',
  tag: 'PACE meetings',
  summary: 'Set when a locality has its PACE meeting',
  description:
    'The first meeting, how many weeks lie between two, who is sent the link of the pack, and single meetings that are moved or ' +
    'left out. The engine follows within seconds, or once it is there again. If-Match is the ETag of the rhythm; `*` where there ' +
    'is none yet.',
  params: localityParams,
  body: meetingsToKeepSchema,
  fields: () => Object.keys(meetingsToKeepSchema.shape),
  bodyExamples: {
    'Every second Tuesday, one of them moved': {
      first: '2026-01-06',
      at: '10:00',
      people: ['practice-manager-caithness'],
      agencies: ['health', 'education'],
      changes: [{ planned: '2026-04-14', on: '2026-04-16' }],
    },
  },
  answer: { status: 200, description: 'The rhythm as it is kept', schema: meetingsSchema, shows: ['ETag'] },
  problems: ['not-found'],
  async write({ params: { locality }, body, caller, ifVersion }, services, trx) {
    refuseElsewhere(locality, caller.scope, services)
    const errors = await errorsIn(body, services, trx)
    if (errors.length > 0) throw invalidRequest(errors)
    const { workingCalendar } = services.policy.policy
    await keepPaceMeetings(
      trx,
      {
        ...body,
        locality,
        changes: body.changes.map(({ planned, on, at, leftOut }) => ({
          planned,
          ...(on !== undefined && { on }),
          ...(at !== undefined && { at }),
          ...(leftOut === true && { leftOut }),
        })),
        ...(workingCalendar !== undefined && { calendar: workingCalendar }),
      },
      { by: caller.id, ...(ifVersion !== undefined && { ifVersion }) },
    )
    const [answer] = await meetingAnswers(trx, services, locality)
    if (answer === undefined) throw noMeetings()
    return { status: 200, version: answer.version, body: answer }
  },
})

/** Refuses a locality that the policy does not know, and one in which somebody has no say. Throws Problem. */
export function refuseElsewhere(locality: string, scope: Scope, { policy }: Pick<Services, 'policy'>): void {
  const known = policy.policy.localities.map(({ id }) => id)
  if (!known.includes(locality))
    throw new Problem('not-found', `There is no locality ${locality.slice(0, 100)}`, {
      remedy: `Give one of: ${known.join(', ')}`,
    })
  if (isOfLocalities(scope, locality)) return
  const localities = scope.localities === 'authority' ? [] : scope.localities
  throw new Problem('not-allowed', `${locality} is not one of your localities`, {
    localities,
    remedy: 'Ask somebody of the whole authority, or of that locality',
  })
}

async function errorsIn(
  body: MeetingsGiven,
  { policy }: Services,
  trx: DatabaseTransaction,
): Promise<FieldError[]> {
  return [
    ...(await peopleErrors(body.people, trx)),
    ...agencyErrors(
      body.agencies,
      namedAgencies(policy).map(({ id }) => id),
    ),
    ...body.changes.flatMap((_change, index) => changeErrors(body, index)),
  ]
}

async function peopleErrors(ids: readonly string[], trx: DatabaseTransaction): Promise<FieldError[]> {
  const people = await readPeople(trx, ids)
  const today = await todayOf(trx)
  return ids.flatMap((id, index) => {
    const person = people.get(id)
    const at = `people.${index}`
    if (person === undefined)
      return [error(at, 'is nobody whom the directory knows', 'Give the id of a person in the directory')]
    if (hasLeft(person, today)) return [error(at, 'has left', 'Leave this person out')]
    return ids.indexOf(id) === index ? [] : [error(at, 'is given twice', 'Give each person once')]
  })
}

function agencyErrors(ids: readonly string[], known: readonly string[]): FieldError[] {
  return ids.flatMap((id, index) => {
    const at = `agencies.${index}`
    if (!known.includes(id))
      return [error(at, 'is not known to any policy here', `Give one of: ${known.join(', ')}`)]
    return ids.indexOf(id) === index ? [] : [error(at, 'is given twice', 'Give each agency once')]
  })
}

function changeErrors(body: MeetingsGiven, index: number): FieldError[] {
  const { changes, ...rhythm } = body
  const change = changes[index]
  if (change === undefined) return []
  const { planned, on, at, leftOut } = change
  const place = `changes.${index}`
  if (!isPlanned({ ...rhythm, changes: [] }, planned))
    return [
      error(
        `${place}.planned`,
        'is no day on which the rhythm has a meeting',
        'Give the day that it has the meeting on',
      ),
    ]
  if (changes.findIndex((one) => one.planned === planned) !== index)
    return [error(`${place}.planned`, 'is given twice', 'Say once what becomes of this meeting')]
  const isMoved = on !== undefined || at !== undefined
  if (isMoved === (leftOut === true))
    return [error(place, 'must be moved or left out', 'Give another day or time, or `leftOut`')]
  return on !== undefined && isTaken(body, index, on)
    ? [error(`${place}.on`, 'is the day of another meeting', 'Give another day, or leave one of them out')]
    : []
}

// Two meetings of a locality on one day would have one pack.
function isTaken(body: MeetingsGiven, index: number, on: LocalDate): boolean {
  const { changes, ...rhythm } = body
  const movedAway = changes.some(
    (one) => one.planned === on && (one.leftOut === true || (one.on !== undefined && one.on !== on)),
  )
  const isRegular = isPlanned({ ...rhythm, changes: [] }, on) && changes[index]?.planned !== on && !movedAway
  return isRegular || changes.some((one, other) => other !== index && one.on === on)
}

function error(field: string, message: string, remedy: string): FieldError {
  return { field, message, remedy }
}
