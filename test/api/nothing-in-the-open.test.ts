import { sql } from 'kysely'
import { childDetailsSchema } from '../../contracts/child-schema'
import { childKeyOf } from '../../db/child-keys'
import { conductJourney } from '../../db/conduct'
import { addEvent, openEvents } from '../../db/events'
import {
  EVENT_TYPES,
  FACT_TYPES,
  FREE_TEXT,
  type CorrectionDraft,
  type EventDraft,
  type EventType,
} from '../../domain/events'
import { occurrence } from '../support/journeys'
import { openApi, type Api, type Caller } from '../support/api'
import { everythingKept, foundIn } from '../support/everything-kept'
import { testKeys } from '../support/keys'

let api: Api
let reviewer: Caller
beforeAll(async () => {
  api = await openApi()
  reviewer = await api.as({ sub: 'reviewer-1', roles: ['reviewer', 'case-worker'] })
})
afterAll(() => api.close())

const planted: string[] = []
function canary(...of: readonly string[]): string {
  const word = `Canary${planted.length}${of.map((one) => one.replace(/\W/g, '')).join('')}`
  planted.push(word)
  return word
}

/** Every field of a type that takes words, with a word that stands nowhere else: made from the table, so new ones too. */
function wordsOf(type: EventType, where: string): object {
  return Object.fromEntries(
    [...FREE_TEXT[type], 'documentUrl'].map((field) => {
      const word = canary(where, type, field)
      const said =
        field === 'actions'
          ? [{ what: word, owner: 'health' }]
          : field === 'documentUrl'
            ? `https://documents.council.example/${word}`
            : word
      return [field, said]
    }),
  )
}

it('what people write about a child, and who the child is, stands in the open nowhere', async () => {
  const { id } = await reviewer.start('2026-01-05', { childReference: 'CH-CANARY' })
  const { child_id } = await api.db
    .selectFrom('journey')
    .select('child_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const child = await childKeyOf(api.db, testKeys, child_id)

  // every type, by itself and as what a correction says instead
  const occurred = occurrence('2026-01-06')
  const draftOf = (type: EventType, where: string) =>
    ({ type, occurred, ...wordsOf(type, where) }) as EventDraft
  const drafts = [
    ...EVENT_TYPES.filter((type) => type !== 'event-corrected').map((type) => draftOf(type, 'itself')),
    ...FACT_TYPES.map((type) => {
      const eventId = '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e11'
      const replacement = draftOf(type, 'instead')
      const correction = { type: 'event-corrected', occurred, eventId, replacement } as const
      return { ...correction, ...wordsOf('event-corrected', type) } as CorrectionDraft
    }),
  ]
  const beside = await reviewer.start('2026-01-05')
  for (const [index, draft] of drafts.entries()) {
    const recording = { at: new Date(), by: 'reviewer-1' }
    const added = await addEvent(api.db, child, id, 1000 + index, draft, recording)
    expect(added).toMatchObject(draft)
  }
  const { events: opened } = await openEvents(api.db, testKeys, { id, child_id })
  expect(opened.slice(1)).toEqual(drafts.map((draft) => expect.objectContaining(draft) as unknown))

  // through the API, where answers are kept for repeated requests
  const events = `/api/v1/journeys/${beside.id}/events`
  const key = (word: string) => ({ 'idempotency-key': `key-${word}` })
  const meeting = await reviewer.post(
    events,
    {
      type: 'child-plan-meeting-held',
      occurredAt: '2026-01-07',
      meeting: '72-hour',
      ...wordsOf('child-plan-meeting-held', 'api'),
    },
    key('meeting'),
  )
  expect(meeting.status).toBe(201)
  const { event } = meeting.body as { event: { id: string } }
  const corrected = await reviewer.post(
    `/api/v1/journeys/${beside.id}/corrections`,
    {
      eventId: event.id,
      replacement: {
        type: 'child-plan-meeting-held',
        occurredAt: '2026-01-06',
        meeting: '72-hour',
        ...wordsOf('child-plan-meeting-held', 'apiinstead'),
      },
      reason: canary('api', 'reason'),
    },
    key('correction'),
  )
  expect(corrected.status).toBe(201)
  const personal = Object.fromEntries(
    Object.keys(childDetailsSchema.shape).map((field) => [
      field,
      field === 'birthDate' ? '2019-05-04' : canary('child', field),
    ]),
  )
  planted.push('2019-05-04')
  const details = `/api/v1/journeys/${beside.id}/child`
  const kept = await reviewer.put(details, personal, { 'if-match': '"0"', ...key('child') })
  expect(kept.body).toMatchObject(personal)
  expect((await reviewer.post('/api/v1/tools/find-child', { name: personal['name'] })).body).toMatchObject({
    items: [{ id: beside.id }],
  })
  await conductJourney(api.db, beside.id)

  const everything = await everythingKept(api.db)
  expect(everything).toContain('CH-CANARY')
  expect(planted.length).toBeGreaterThan(30)
  expect(foundIn(everything, planted)).toEqual([])
  expect(foundIn(api.log(), planted)).toEqual([])
  expect(api.log()).toContain(details)
})

it('a word that did stand in the open would be found, as text and as bytes', async () => {
  await api.db.schema
    .createTable('left_open')
    .addColumn('words', 'text')
    .addColumn('bytes', 'bytea')
    .execute()
  await sql`insert into left_open values ('OpenCanary', ${Buffer.from('x ByteCanary y')})`.execute(api.db)
  const everything = await everythingKept(api.db)
  expect(foundIn(everything, ['opencanary', 'ByteCanary', 'NoCanary'])).toEqual(['opencanary', 'ByteCanary'])
})
