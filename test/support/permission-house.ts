import { conductJourney } from '../../db/conduct'
import { ROLES, type Role } from '../../domain/codes'
import { openApi, type Api, type Caller } from './api'

/** Where a journey stands to those who ask for it: they are all of Caithness and of the team Wick. */
export const PLACES = ['theirs', 'of their team', 'of another team', 'of another locality'] as const
export type Place = (typeof PLACES)[number]

/** What was written or is personal, to be looked for wherever it must not be shown. */
export const PLANTED = {
  words: 'Heather wept when the train left',
  name: 'Morag Planted',
  lead: 'the-lead-nobody-else-names',
  chair: 'the-chair-nobody-else-names',
} as const

/** A journey of each place, and somebody of each role who asks. */
export interface PermissionHouse {
  readonly api: Api
  readonly journeys: Readonly<Record<Place, PlantedJourney>>
  readonly callers: Readonly<Record<Role, Caller>>
  claimsOf(role: Role): { sub: string; roles: Role[]; localities: string[]; agency?: string }
}

export interface PlantedJourney {
  readonly id: string
  readonly childReference: string
  /** One event of it. */
  readonly eventId: string
}

const BEGUN = '2026-01-05T09:00:00+00:00'

/**
 * An installation with a journey of each place. All have been told of to the panel's agency, to which the partner belongs, but
 * the one of the team.
 */
export async function openPermissionHouse(): Promise<PermissionHouse> {
  const api = await openApi({}, { pages: true })
  const everybody = await api.as({ roles: ['manager', 'administrator'] })
  const people = [
    ...ROLES.filter((role) => role !== 'system').map((role) => person(idOf(role), role, 'caithness', 'Wick')),
    person('somebody-of-caithness', 'case-worker', 'caithness', 'Thurso'),
    person('somebody-of-skye', 'case-worker', 'skye', 'Wick'),
  ]
  await everybody.put('/api/v1/people', { people }, { 'if-match': '*' })
  const journeys: Record<Place, PlantedJourney> = {
    theirs: await plant(api, everybody, { worker: idOf('case-worker'), team: 'Thurso' }),
    'of their team': await plant(api, everybody, { worker: PLANTED.lead, team: 'Wick' }),
    'of another team': await plant(api, everybody, { worker: PLANTED.lead, team: 'Thurso' }),
    'of another locality': await plant(api, everybody, {
      worker: PLANTED.lead,
      team: 'Wick',
      locality: 'skye',
    }),
  }
  await api.db
    .deleteFrom('notice')
    .where('agency', '=', 'panel')
    .where('journey_id', '=', journeys['of their team'].id)
    .execute()
  const claimsOf = (role: Role) => ({
    sub: idOf(role),
    roles: [role],
    localities: ['caithness'],
    ...(role === 'partner' && { agency: 'panel' }),
  })
  const callers = {} as Record<Role, Caller>
  for (const role of ROLES) callers[role] = await api.as(claimsOf(role))
  return { api, journeys, callers, claimsOf }
}

/** The id of whoever asks in a role. */
export function idOf(role: Role): string {
  return `the-${role}`
}

function person(id: string, role: Role, locality: string, team: string): object {
  return { id, name: `Person ${id}`, roles: [role], locality, team }
}

async function plant(api: Api, everybody: Caller, fields: object): Promise<PlantedJourney> {
  const { id } = await everybody.start(BEGUN, fields)
  await everybody.record(id, 'child-plan-meeting-held', '2026-01-07', {
    meeting: '72-hour',
    chair: PLANTED.chair,
    immediateNeeds: PLANTED.words,
    agreedDates: { threeMonth: '2026-04-01', sixMonth: '2026-07-01' },
  })
  const { events, childReference } = await everybody.record(id, 'review-held', '2026-02-10', {
    review: '6-week',
    outcome: PLANTED.words,
  })
  const eventId = events.at(-1)?.id ?? ''
  await everybody.post(`/api/v1/journeys/${id}/corrections`, {
    eventId,
    replacement: { type: 'review-held', occurredAt: '2026-02-11', review: '6-week', outcome: PLANTED.words },
    reason: PLANTED.words,
  })
  await everybody.put(`/api/v1/journeys/${id}/child`, { name: PLANTED.name }, { 'if-match': '"0"' })
  await conductJourney(api.db, id)
  return { id, childReference, eventId }
}
