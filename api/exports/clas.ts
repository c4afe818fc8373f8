import { z } from 'zod'
import type { ChildDetails } from '../../contracts/child-schema'
import { readFor } from '../../db/acting'
import { detailsOfSeveral } from '../../db/child-details'
import { journeysBetween, type ExportedJourney } from '../../db/exports/journeys-to-export'
import { todayOf } from '../../db/people'
import { episodesIn, returnYear, type ReturnEpisode } from '../../domain/exports/annual-return'
import type { LocalDate } from '../../domain/time'
import { invalidRequest } from '../problem'
import { NONE, readRoute } from '../route'
import { asCsv, fileHeaders, type Column } from './csv'

interface Row {
  readonly exported: ExportedJourney
  readonly episode: ReturnEpisode
  readonly details: ChildDetails | undefined
  readonly until: LocalDate
}

export const CLAS_COLUMNS: readonly Column<Row>[] = [
  { name: 'child_reference', meaning: 'The child, by reference', of: (row) => row.exported.childReference },
  { name: 'journey_id', meaning: 'The continuous time of being looked after', of: (row) => row.exported.id },
  { name: 'birth_date', meaning: 'Blank where it is not kept here', of: ({ details }) => details?.birthDate },
  { name: 'gender', meaning: 'As the child or the family says it', of: ({ details }) => details?.gender },
  {
    name: 'ethnicity',
    meaning: 'As the child or the family says it',
    of: ({ details }) => details?.ethnicity,
  },
  {
    name: 'disability',
    meaning: 'As the child or the family says it',
    of: ({ details }) => details?.disability,
  },
  { name: 'locality', meaning: 'Where the journey is now', of: (row) => row.exported.locality },
  {
    name: 'looked_after_from',
    meaning: 'The day on which the child became looked after',
    of: ({ exported: { journey } }) => journey.start.occurred.on,
  },
  {
    name: 'looked_after_until',
    meaning: 'The day on which that ended, in the year; blank while it goes on',
    of: (row) => closedIn(row)?.on.on,
  },
  { name: 'reason_ceased', meaning: 'Why it ended, by our codes', of: (row) => closedIn(row)?.reason },
  {
    name: 'episode',
    meaning: 'Counts the stretches between changes, from 1',
    of: ({ episode }) => episode.number,
  },
  { name: 'episode_from', meaning: 'Its first day, also before the year', of: ({ episode }) => episode.from },
  {
    name: 'episode_until',
    meaning: 'Its last day; blank while it goes on at the end of the year',
    of: ({ episode }) => episode.until,
  },
  { name: 'pathway', meaning: '`away-from-home` or `at-home`', of: ({ episode }) => episode.pathway },
  { name: 'legal_basis', meaning: 'By our codes', of: ({ episode }) => episode.legalBasis },
  {
    name: 'placement',
    meaning: 'By our codes; blank where nobody said',
    of: ({ episode }) => episode.placement,
  },
  {
    name: 'placed_in',
    meaning: 'The authority in whose area, where it is another',
    of: ({ episode }) => episode.placedIn,
  },
]

export const exportClasRoute = readRoute({
  path: '/api/v1/exports/clas',
  action: 'exports.clas',
  reads: 'list',
  tag: 'Exports',
  summary: 'Take out the annual return, child by child, as CSV',
  description:
    'Of every child who was looked after on a day of the year, 1 August to 31 July: a row for each stretch between changes of ' +
    'pathway, legal basis or placement. It names children: birth date, gender, ethnicity and disability are in it, as they are ' +
    'kept here. Column names follow the subjects of the Children Looked After Statistics return; check them and the codes ' +
    'against the specification of the year before it is sent. Who took it out is written down with every journey in it.',
  params: NONE,
  query: z.strictObject({
    year: z.coerce
      .number({ error: 'must be a year such as 2025' })
      .int()
      .min(2009)
      .max(2100)
      .meta({ description: 'The year in which the return ends: 2025 is 1 August 2024 to 31 July 2025' }),
  }),
  answer: { status: 200, description: 'A row for each episode', schema: z.string(), contentType: 'text/csv' },
  problems: [],
  async read({ query: { year }, caller }, { db, keys }) {
    const days = returnYear(year)
    const { exported, details } = await readFor(db, caller, async (trx) => {
      if (days.from > (await todayOf(trx))) throw notBegun(year)
      const found: ExportedJourney[] = []
      for await (const one of journeysBetween(trx, caller.scope, days)) found.push(one)
      const children = [...new Set(found.map(({ childId }) => childId))]
      return { exported: found, details: await detailsOfSeveral(trx, keys, children) }
    })
    const rows = exported.flatMap((one) =>
      episodesIn(one.journey, days).map((episode) => ({
        exported: one,
        episode,
        details: details.get(one.childId),
        until: days.until,
      })),
    )
    return {
      status: 200,
      journeys: exported.map(({ id }) => id),
      body: asCsv(CLAS_COLUMNS, rows),
      headers: fileHeaders(`annual-return-${year}`),
    }
  },
})

function closedIn({ exported: { journey }, until }: Row) {
  return journey.closed !== undefined && journey.closed.on.on <= until ? journey.closed : undefined
}

function notBegun(year: number) {
  return invalidRequest([
    {
      field: 'year',
      message: `has not begun: it would be 1 August ${year - 1} to 31 July ${year}`,
      remedy: 'Give a year that has begun',
    },
  ])
}
