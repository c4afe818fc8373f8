import fc from 'fast-check'
import { EVENT_TYPES } from '../../domain/events'
import { openApi, type Api, type Caller } from '../support/api'

let api: Api
let anyone: Caller
let journey: string
beforeAll(async () => {
  api = await openApi()
  anyone = await api.as()
  journey = (await anyone.start('2020-01-05')).id
})
afterAll(() => api.close())

const RUNS = { numRuns: 150 }
const FIELDS = [
  'type',
  'occurredAt',
  'meeting',
  'members',
  'outcome',
  'agreedDates',
  'actions',
  'views',
  'at',
  'route',
  'alsoFor',
]
const PERSON = ['id', 'name', 'roles', 'locality', 'manager', 'cover', 'awayFrom', 'awayUntil', 'leftOn']
const STARTS = [
  'childReference',
  'pathway',
  'locality',
  'occurredAt',
  'legalBasis',
  'team',
  'worker',
  'policy',
]
const QUERIES = [
  'locality',
  'team',
  'worker',
  'stage',
  'status',
  'pathway',
  'dueBefore',
  'q',
  'sort',
  'limit',
  'cursor',
]

const date = fc.date({ noInvalidDate: true }).map((day) => day.toISOString())
const code = fc.constantFrom(
  '72-hour',
  'away-from-home',
  'caithness',
  'cso',
  'supported',
  'highland',
  'other',
  'panel',
)
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  date,
  date.map((day) => day.slice(0, 10)),
  code,
  fc.string({ unit: 'binary' }),
)

/** An object with some of the fields that are known, one that may not be, and anything in them. */
function body(
  fields: readonly string[],
  fixed: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const known = Object.fromEntries(fields.map((field) => [field, value]))
  return fc
    .tuple(
      fc.record({ ...known, ...fixed }, { requiredKeys: Object.keys(fixed) }),
      fc.dictionary(fc.string(), value, { maxKeys: 1 }),
    )
    .map(([some, more]) => ({ ...more, ...some }))
}

// Every answer is held against the OpenAPI document where it is received; here, that none is a fault of ours.
it('whatever is sent to start a journey, the answer is in order', () =>
  fc.assert(
    fc.asyncProperty(body(STARTS), async (sent) => {
      expect((await anyone.post('/api/v1/journeys', JSON.stringify(sent))).status).toBeLessThan(500)
    }),
    RUNS,
  ))

it('whatever is sent to record an event, the answer is in order', () =>
  fc.assert(
    fc.asyncProperty(body(FIELDS, { type: fc.constantFrom(...EVENT_TYPES) }), async (sent) => {
      const path = `/api/v1/journeys/${journey}/events`
      expect((await anyone.post(path, JSON.stringify(sent))).status).toBeLessThan(500)
    }),
    RUNS,
  ))

it('whatever is sent to keep people, link siblings or hand over, the answer is in order', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.record({ people: fc.oneof(value, fc.array(body(PERSON), { maxLength: 3 })) }),
        body(['siblings', 'to', 'journeys', 'reason']),
      ),
      fc.constantFrom('*', '"1"', 'W/"1"', '', '"99999999999"'),
      async (sent, version) => {
        const headers: Record<string, string> = version === '' ? {} : { 'if-match': version }
        const answers = [
          await anyone.put('/api/v1/people', sent, headers),
          await anyone.put(`/api/v1/journeys/${journey}/siblings`, sent, headers),
          await anyone.post('/api/v1/people/practice-case-worker/handover', JSON.stringify(sent)),
        ]
        for (const { status } of answers) expect(status).toBeLessThan(500)
      },
    ),
    RUNS,
  ))

it('whatever a list is asked for, the answer is in order', () =>
  fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...QUERIES), fc.oneof(fc.string({ unit: 'binary' }), date, code)),
      async (asked) => {
        const query = new URLSearchParams(asked).toString()
        expect((await anyone.get(`/api/v1/journeys?${query}`)).status).toBeLessThan(500)
      },
    ),
    RUNS,
  ))
