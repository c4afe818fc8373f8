import { JOURNEY_COLUMNS, MORE_JOURNEY_COLUMNS, type JourneyColumn } from '../../contracts/importing/columns'

const dayMs = 24 * 60 * 60_000
const columns: readonly JourneyColumn[] = [...JOURNEY_COLUMNS, ...MORE_JOURNEY_COLUMNS]
export const rowsOfJourney = 10

type Cells = Partial<Record<JourneyColumn, string>>

/**
 * A file as another case system gives it: so many children, ten events each, most of them still looked after, the rows of
 * a child far from each other as in a file that is sorted by event.
 */
export function* fileFor(journeys: number, now: Date): Generator<string> {
  yield `${columns.join(',')}\r\n`
  for (let event = 0; event < rowsOfJourney; event += 1) {
    let lines = ''
    for (let number = 0; number < journeys; number += 1) lines += lineOf(rowOf(number, event, now))
    yield lines
  }
}

const localities = [
  'caithness',
  'sutherland',
  'ross',
  'inverness',
  'nairn',
  'badenoch-and-strathspey',
  'lochaber',
  'skye',
]

// Begun from about a year to three years ago, each on its own day, so that deadlines fall all over the weeks to come.
function rowOf(number: number, event: number, now: Date): Cells {
  const begun = now.getTime() - (380 + ((number * 37) % 700)) * dayMs
  const step = number % 10 === 9 && event === rowsOfJourney - 1 ? closing : steps[event]
  const { after, ...cells } = step as Step
  return {
    child_reference: `IMPORT-${number}`,
    locality: localities[number % localities.length],
    occurred_at: new Date(begun + after * dayMs).toISOString().slice(0, 10),
    source_id: `${number}/${event}`,
    ...cells,
    ...(event === 0 && { worker: `case-worker-${number % 40}` }),
  }
}

interface Step extends Cells {
  /** Days since the child became looked after. */
  readonly after: number
}

const steps: readonly Step[] = [
  {
    after: 0,
    event: 'looked-after-started',
    pathway: 'away-from-home',
    legal_basis: 'voluntary-s25',
    placement_type: 'foster',
  },
  {
    after: 2,
    event: 'child-plan-meeting-held',
    meeting: '72-hour',
    review: 'emergency',
    chair: 'reviewer-1',
  },
  { after: 5, event: 'visit-made', outcome: 'child-seen' },
  {
    after: 40,
    event: 'review-held',
    review: '6-week',
    outcome: 'The placement goes on, and contact is as agreed',
  },
  { after: 88, event: 'child-plan-meeting-held', meeting: '3-month', chair: 'reviewer-1' },
  { after: 125, event: 'review-held', review: 'later', chair: 'reviewer-2' },
  {
    after: 178,
    event: 'child-plan-meeting-held',
    meeting: '6-month',
    recommendation: 'away-from-home',
    route: 'permanence-order',
  },
  { after: 250, event: 'panel-held', members: 'panel-1;panel-2;panel-3', outcome: 'supported' },
  {
    after: 262,
    event: 'agency-decision-made',
    decision_maker: 'adm-1',
    decision: 'approve-permanence-order',
  },
  { after: 370, event: 'order-lodged' },
]
const closing: Step = { after: 372, event: 'journey-closed', reason: 'ceased-to-be-looked-after' }

function lineOf(cells: Cells): string {
  return `${columns.map((column) => quoted(cells[column] ?? '')).join(',')}\r\n`
}

function quoted(text: string): string {
  return text.includes(',') ? `"${text}"` : text
}
