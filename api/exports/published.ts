import { z } from 'zod'
import { localDate } from '../../contracts/event-schemas'
import { readFor } from '../../db/acting'
import {
  keepPublication,
  lockPublications,
  readPublications,
  type Publication,
} from '../../db/exports/publications'
import { clockOf, type DatabaseTransaction } from '../../db/database'
import { todayOf } from '../../db/people'
import { countAims } from '../../db/reports/aims'
import { shownIn, type PublishedTable } from '../../domain/counts'
import { publish, USUAL_THRESHOLD } from '../../domain/disclosure'
import { AIM_CLASSES, type Aim } from '../../domain/aims'
import { CLASSES_THAT_GROW, publishedInFull, tableOf, withoutCounts } from '../../domain/exports/aim-tables'
import { instant, writeInstant, type Instant, type LocalDate } from '../../domain/time'
import type { Caller } from '../caller'
import { invalidRequest, Problem } from '../problem'
import { aimsInForce } from '../reports/read-aims'
import { NONE, readRoute } from '../route'
import type { Services } from '../services'
import { asCsv, fileHeaders, type Column } from './csv'

const query = z.strictObject({
  asOf: localDate
    .optional()
    .meta({ format: 'date', description: 'Through the end of this day; today when absent' }),
})
const count = z.int().min(0).nullable().meta({ description: 'Null: not shown' })
const classes = Object.fromEntries(AIM_CLASSES.map((name) => [name, count])) as Record<
  (typeof AIM_CLASSES)[number],
  typeof count
>
const publicationSchema = z
  .strictObject({
    asOf: z.iso.date(),
    madeAt: z.iso.datetime({ offset: true }).meta({ description: 'The counts are as they were known then' }),
    notShownBelow: z
      .int()
      .meta({ description: 'Counts from 1 to one less are not shown, nor others that would tell them' }),
    aims: z.array(
      z.strictObject({
        aim: z.string(),
        rows: z.array(
          z.strictObject({
            locality: z.string().nullable().meta({ description: 'Null: all of the authority' }),
            ...classes,
            cohort: count,
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Publication' })

export type PublicationAnswer = z.output<typeof publicationSchema>

const DESCRIPTION =
  'How many of each aim’s cohort are of which class in which locality. Small counts are not shown, nor as many others as it ' +
  'takes that nobody can work them out from totals or from what was published before. Of aims that count the same clock only one is ' +
  'published in full: they are counts of the same children. A publication is kept as it was made the ' +
  'first time that its day is asked for: asked again it is the very same, whatever was recorded since. Days go forwards: one ' +
  'before the last publication, of which there is none, is not published any more.'

export const exportPublishedRoute = readRoute({
  path: '/api/v1/exports/published',
  action: 'exports.published',
  reads: 'list',
  tag: 'Exports',
  summary: 'Take out counts of the aims to publish',
  description: DESCRIPTION,
  params: NONE,
  query,
  answer: { status: 200, description: 'The publication', schema: publicationSchema },
  problems: ['not-possible'],
  async read({ query: { asOf }, caller }, services) {
    return { status: 200, journeys: [], body: await publicationFor(asOf, caller, services) }
  },
})

export const exportPublishedCsvRoute = readRoute({
  path: '/api/v1/exports/published.csv',
  action: 'exports.published',
  reads: 'list',
  tag: 'Exports',
  summary: 'Take out counts of the aims to publish, as CSV',
  description: `${DESCRIPTION} What is not shown is \`*\`.`,
  params: NONE,
  query,
  answer: { status: 200, description: 'A row for each count', schema: z.string(), contentType: 'text/csv' },
  problems: ['not-possible'],
  async read({ query: { asOf }, caller }, services) {
    const publication = await publicationFor(asOf, caller, services)
    return {
      status: 200,
      journeys: [],
      body: asCsv(COUNT_COLUMNS, countsIn(publication)),
      headers: fileHeaders(`aims-${publication.asOf}`),
    }
  },
})

interface Count {
  readonly asOf: string
  readonly aim: string
  readonly locality: string
  readonly class: string
  readonly count: number | null
}

const COUNT_COLUMNS: readonly Column<Count>[] = [
  { name: 'as_of', meaning: 'Through the end of this day', of: ({ asOf }) => asOf },
  { name: 'aim', meaning: 'Which aim', of: ({ aim }) => aim },
  { name: 'locality', meaning: '`all`: the whole authority', of: ({ locality }) => locality },
  { name: 'class', meaning: '`cohort`: all classes', of: (row) => row.class },
  { name: 'count', meaning: '`*`: not shown', of: (row) => row.count ?? '*' },
]

function countsIn({ asOf, aims }: PublicationAnswer): Count[] {
  return aims.flatMap(({ aim, rows }) =>
    rows.flatMap(({ locality, ...counts }) =>
      Object.entries(counts).map(([name, value]) => ({
        asOf,
        aim,
        locality: locality ?? 'all',
        class: name,
        count: value,
      })),
    ),
  )
}

/** The publication of a day: the one that was made, or a new one. Throws Problem. */
async function publicationFor(
  asked: LocalDate | undefined,
  caller: Caller,
  { db, policy, exports }: Services,
): Promise<PublicationAnswer> {
  const threshold = exports?.threshold ?? USUAL_THRESHOLD
  return readFor(db, caller, async (trx) => {
    await lockPublications(trx)
    const today = await todayOf(trx)
    const asOf = asked ?? today
    if (asOf > today) throw toCome()
    const made = await readPublications(trx)
    const kept = made.find((one) => one.asOf === asOf)
    if (kept !== undefined) return publicationAnswer(kept)
    const last = made.at(-1)
    if (last !== undefined && last.asOf > asOf) throw tooLate(asOf, made)
    const localities = policy.policy.localities.map(({ id }) => id)
    const knownAt = instant(await clockOf(trx))
    const aims = aimsInForce(policy)
    const tables = await tablesFor(trx, { asOf, knownAt, aims, threshold, made, localities })
    return publicationAnswer(await keepPublication(trx, { asOf, threshold, tables }, caller.id))
  })
}

interface ToPublish {
  readonly asOf: LocalDate
  readonly knownAt: Instant
  readonly aims: readonly Aim[]
  readonly threshold: number
  readonly made: readonly Publication[]
  readonly localities: readonly string[]
}

async function tablesFor(
  trx: DatabaseTransaction,
  { asOf, knownAt, aims, threshold, made, localities }: ToPublish,
): Promise<Record<string, PublishedTable>> {
  const counted = await countAims(trx, aims, { asOf, knownAt })
  const earlierOf = (id: string) => made.flatMap(({ tables }) => tables[id] ?? [])
  const inFull = publishedInFull(aims, earlierOf)
  return Object.fromEntries(
    aims.map(({ id }, index) => {
      const earlier = earlierOf(id)
      const table = tableOf(counted[index]?.localities ?? [], localities)
      if (!inFull.has(id)) return [id, withoutCounts(table, threshold)]
      return [id, publish(table, { threshold, earlier, growing: CLASSES_THAT_GROW })]
    }),
  )
}

function publicationAnswer({ asOf, madeAt, threshold, tables }: Publication): PublicationAnswer {
  return {
    asOf,
    madeAt: writeInstant(instant(madeAt)),
    notShownBelow: threshold,
    aims: Object.entries(tables).map(([aim, table]) => ({
      aim,
      rows: shownIn(table).map((row, index) => {
        const of = (name: string) => row[table.columns.indexOf(name)] ?? null
        return {
          locality: table.rows[index] ?? null,
          onTime: of('onTime'),
          returned: of('returned'),
          late: of('late'),
          left: of('left'),
          overdue: of('overdue'),
          open: of('open'),
          cohort: row.at(-1) ?? null,
        }
      }),
    })),
  }
}

function toCome() {
  return invalidRequest([{ field: 'asOf', message: 'is to come', remedy: 'Give today, or a day before it' }])
}

function tooLate(asOf: LocalDate, made: readonly Publication[]): Problem {
  const days = made.map((one) => one.asOf)
  const reason = `A later day has been published: ${asOf} cannot be any more`
  return new Problem('not-possible', reason, {
    code: 'later-day-published',
    reason,
    remedy: `Ask for a day that was published (${days.slice(-10).join(', ')}), or for one after ${days.at(-1)}`,
  })
}
