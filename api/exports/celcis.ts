import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { localDate } from '../../contracts/event-schemas'
import { readFor } from '../../db/acting'
import { journeysBetween, type ExportedJourney } from '../../db/exports/journeys-to-export'
import { todayOf } from '../../db/people'
import { coarsened, type CoarseJourney } from '../../domain/exports/coarse-journey'
import { inFull } from '../../domain/dates-in-words'
import type { LocalDate } from '../../domain/time'
import { invalidRequest, Problem } from '../problem'
import { NONE, readRoute } from '../route'
import type { Services } from '../services'
import type { Agreement } from './agreements'
import { asCsv, dictionaryOf, fileHeaders, type Column } from './csv'

interface Row extends CoarseJourney {
  readonly agreement: string
  readonly child: string
  readonly journey: string
  readonly locality?: string
  readonly cohort: string | null
}

const COLUMNS: readonly Column<Row>[] = [
  { name: 'agreement', meaning: 'Under which agreement this is given', of: ({ agreement }) => agreement },
  {
    name: 'child',
    meaning:
      'A pseudonym of the child, the same in every export under this agreement and in none under another',
    of: ({ child }) => child,
  },
  {
    name: 'journey',
    meaning: 'A pseudonym of one continuous time of being looked after',
    of: ({ journey }) => journey,
  },
  {
    name: 'started_in',
    meaning: 'The month in which the child became looked after',
    of: (row) => row.startedIn,
  },
  { name: 'pathway', meaning: 'At the start: `away-from-home` or `at-home`', of: ({ pathway }) => pathway },
  { name: 'legal_basis', meaning: 'At the start', of: ({ legalBasis }) => legalBasis },
  {
    name: 'weeks_to_first_meeting',
    meaning: 'Whole weeks from the start to the first child plan meeting; blank where it had not come',
    of: (row) => row.weeksToFirstMeeting,
  },
  {
    name: 'weeks_to_recommendation',
    meaning: 'Whole weeks from the start to the first permanence recommendation of either kind',
    of: (row) => row.weeksToRecommendation,
  },
  { name: 'recommendation', meaning: '`return-home` or `away-from-home`', of: (row) => row.recommendation },
  { name: 'route', meaning: 'By which legal route', of: ({ route }) => route },
  {
    name: 'weeks_to_panel',
    meaning: 'Whole weeks from the start to the first panel',
    of: (row) => row.weeksToPanel,
  },
  {
    name: 'panel_outcome',
    meaning: '`supported`, `not-supported` or `deferred`',
    of: (row) => row.panelOutcome,
  },
  {
    name: 'weeks_to_decision',
    meaning: 'Whole weeks from the start to the first agency decision',
    of: (row) => row.weeksToDecision,
  },
  { name: 'decision', meaning: 'What was decided', of: ({ decision }) => decision },
  {
    name: 'weeks_to_lodging',
    meaning: 'Whole weeks from the start to the first application lodged',
    of: (row) => row.weeksToLodging,
  },
  {
    name: 'weeks_to_order',
    meaning: 'Whole weeks from the start to the first order granted',
    of: (row) => row.weeksToOrder,
  },
  { name: 'order', meaning: 'Which order', of: ({ order }) => order },
  {
    name: 'weeks_to_end',
    meaning: 'Whole weeks from the start to the end; blank while it goes on',
    of: (row) => row.weeksToEnd,
  },
  { name: 'reason_ended', meaning: 'Why it ended', of: (row) => row.reasonEnded },
  { name: 'moves', meaning: 'Changes of placement: `0`, `1-2`, `3 or more`', of: ({ moves }) => moves },
  {
    name: 'test_of_change',
    meaning: '`yes` or `no`: of which one it is would tell the locality',
    of: ({ cohort }) => (cohort === null ? 'no' : 'yes'),
  },
  {
    name: 'locality',
    meaning: 'Blank where the agreement does not say that it may be given',
    of: ({ locality }) => locality,
  },
]

const query = z.strictObject({
  from: localDate.meta({ format: 'date', description: 'The first day' }),
  to: localDate.meta({ format: 'date', description: 'The last day: nothing that happened later is in it' }),
  agreement: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .meta({ description: 'The id of the agreement; where one alone runs, it need not be said' }),
})

export const exportCelcisRoute = readRoute({
  path: '/api/v1/exports/celcis',
  action: 'exports.celcis',
  reads: 'list',
  tag: 'Exports',
  summary: 'Take out journeys under pseudonyms, as CSV',
  description:
    'A row for each journey that ran on a day between two, under a named agreement: by pseudonyms that are of that agreement ' +
    'alone, without names, references, free text or exact days. Children who were erased and practice are left out. Who took it ' +
    'out is written down with every journey in it. The columns are described at `/exports/celcis/dictionary`.',
  params: NONE,
  query,
  answer: { status: 200, description: 'A row for each journey', schema: z.string(), contentType: 'text/csv' },
  problems: ['not-possible'],
  async read({ query: { from, to, agreement: asked }, caller }, { db, exports }) {
    if (to < from) throw wrongOrder()
    const { exported, agreement } = await readFor(db, caller, async (trx) => {
      const today = await todayOf(trx)
      if (from > today) throw notYet()
      const running = agreementFor(asked, today, exports)
      const found: ExportedJourney[] = []
      for await (const one of journeysBetween(trx, caller.scope, { from, until: to })) found.push(one)
      return { exported: found, agreement: running }
    })
    const rows = exported
      .map((one) => rowOf(one, agreement, to))
      .sort((a, b) => (a.journey < b.journey ? -1 : 1))
    return {
      status: 200,
      journeys: exported.map(({ id }) => id),
      body: asCsv(COLUMNS, rows),
      headers: fileHeaders(`${agreement.id}-${from}-${to}`),
    }
  },
})

export const celcisDictionaryRoute = readRoute({
  path: '/api/v1/exports/celcis/dictionary',
  action: 'exports.celcis',
  reads: 'nothing',
  tag: 'Exports',
  summary: 'Read what each column of the pseudonymised export means',
  description: 'The data dictionary, in the order of the columns, and the agreements that run today.',
  params: NONE,
  query: NONE,
  answer: {
    status: 200,
    description: 'The dictionary',
    schema: z.strictObject({
      columns: z.array(z.strictObject({ name: z.string(), meaning: z.string() })),
      agreements: z.array(
        z.strictObject({
          id: z.string(),
          with: z.string(),
          purpose: z.string(),
          until: z.iso.date(),
          localities: z.boolean(),
        }),
      ),
    }),
  },
  problems: [],
  async read(_asked, { db, exports }) {
    const today = await todayOf(db)
    return {
      status: 200,
      body: {
        columns: dictionaryOf(COLUMNS),
        agreements: runningOn(today, exports).map(({ id, with: whom, purpose, until, localities }) => ({
          id,
          with: whom,
          purpose,
          until,
          localities,
        })),
      },
    }
  },
})

/** The agreements that run on a day. */
export function runningOn(today: LocalDate, exports: Services['exports']): readonly Agreement[] {
  return (exports?.agreements ?? []).filter(({ from, until }) => from <= today && today <= until)
}

/** The agreement that is asked for, or the one that runs. Throws Problem (409) where none does, or several. */
function agreementFor(asked: string | undefined, today: LocalDate, exports: Services['exports']): Agreement {
  const running = runningOn(today, exports)
  const [one, ...others] = asked === undefined ? running : running.filter(({ id }) => id === asked)
  if (one !== undefined && others.length === 0) return one
  if (one !== undefined)
    throw invalidRequest([
      {
        field: 'agreement',
        message: 'must be said: several agreements run today',
        remedy: `Give one of: ${running.map(({ id }) => id).join(', ')}`,
      },
    ])
  const known = exports?.agreements.find(({ id }) => id === asked)
  const why =
    known === undefined
      ? asked === undefined
        ? 'No agreement runs today under which journeys may be given out'
        : 'There is no agreement of this id'
      : known.from > today
        ? `The agreement ${known.id} begins on ${inFull(known.from)}`
        : `The agreement ${known.id} ended on ${inFull(known.until)}`
  throw new Problem('not-possible', why, {
    code: 'no-agreement',
    reason: why,
    remedy:
      'Agree on the sharing of data, and have an administrator add the agreement to the file of PACE_AGREEMENTS',
  })
}

function rowOf(
  { id, childId, locality, cohort, journey }: ExportedJourney,
  agreement: Agreement,
  to: LocalDate,
): Row {
  return {
    ...coarsened(journey, to),
    agreement: agreement.id,
    child: pseudonym(agreement, 'child', childId),
    journey: pseudonym(agreement, 'journey', id),
    cohort,
    ...(agreement.localities && { locality }),
  }
}

// Of this agreement alone: without its key nobody can tell whose it is, nor that two of different agreements are of one child.
function pseudonym({ id, key }: Agreement, kind: 'child' | 'journey', of: string): string {
  return createHmac('sha256', key).update(`${id} ${kind} ${of}`).digest('hex').slice(0, 24)
}

function wrongOrder() {
  return invalidRequest([
    {
      field: 'to',
      message: 'must not be before the first day',
      remedy: 'Give a last day on or after the first',
    },
  ])
}

function notYet() {
  return invalidRequest([{ field: 'from', message: 'is to come', remedy: 'Give a day that has been' }])
}
