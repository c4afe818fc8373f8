import { scaleUtc } from 'd3-scale'
import { inFull } from '../../domain/dates-in-words'
import { localDateOf, type Instant } from '../../domain/time'
import { counted } from '../words'
import type { RehearsalReport, RehearsedDeadline, RehearsedMoment } from './report'

const WIDTH = 1280
const MARGIN = 24
/** Where the bars begin: left of it stand the rules. */
const LEFT = 330
/** Where they end: right of it stands what became of the last. */
const RIGHT = WIDTH - MARGIN - 210
const ROW = 32
const LINE = 18
const TEXT = 13

const INK = '#1d1d1d'
const QUIET = '#5e5e5e'
const RULED = '#d0d0d0'
const BLUE = '#0065bd'
const RED = '#b00020'
const BASES = [
  { title: 'The law', of: (kind: string) => kind === 'law', fill: '#c7def2', stroke: BLUE },
  {
    title: 'Local aims and tests of change',
    of: (kind: string) => kind !== 'law',
    fill: 'url(#aims)',
    stroke: '#6b3fa0',
  },
] as const

/**
 * A rehearsal as a picture: an SVG document that stands by itself. Along the months a line for each deadline, from the start of
 * its clock to the day it is due, those of the law apart from local aims; on it what went out, and when it was met; above
 * them what was recorded, by number, and beneath what the numbers and marks mean. What colour says, a shape or a word says too.
 */
export function timelineOf(report: RehearsalReport): string {
  const events = report.moments.filter(({ kind }) => kind === 'recorded')
  const ends = report.deadlines.flatMap(({ dueAt, marks }) => [dueAt, ...marks.map(({ at }) => at)])
  const first = Date.parse(report.startedAt)
  const last = Math.max(Date.parse(report.endedAt), ...ends.map((at) => Date.parse(at)))
  const x = scaleUtc([new Date(first), new Date(last)], [LEFT, RIGHT])
  const at = (moment: string) => round(x(Date.parse(moment)))

  const parts: string[] = []
  let y = 100
  const axisTop = y
  const lane = y + 36
  const placed = inLanes(events, at)
  parts.push(text(MARGIN, lane + 4, 'What is recorded', { weight: 700 }))
  parts.push(...placed.map((event) => numberAt(event, lane)))
  y = lane + 10 + Math.max(...placed.map(({ level }) => level)) * LANE
  for (const basis of BASES) {
    const deadlines = report.deadlines.filter(({ basis: kind }) => basis.of(kind))
    if (deadlines.length === 0) continue
    y += 14
    parts.push(text(MARGIN, y + 4, basis.title, { weight: 700, size: 16 }))
    y += 14
    for (const deadline of deadlines) {
      parts.push(bar(deadline, basis, at, y))
      y += ROW
    }
  }
  const axisBottom = y + 4
  y += 30
  const legend = legendOf(y)
  y += legend.height
  const numbered = numberedOf(events, y)
  y += numbered.height + MARGIN

  const { policy, locality, course } = report
  const title = `${policy.title}, version ${policy.version}${policy.draft ? ' (draft)' : ''}: a rehearsal`
  const subtitle = `${COURSE_WORDS[course]} From ${inFull(report.startedAt.slice(0, 10))} in ${locality.name}. Practice, about no child.`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="graphics-document document" aria-labelledby="title" aria-describedby="desc" font-family="Roboto, Arial, sans-serif" font-size="${TEXT}" fill="${INK}">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(descriptionOf(report, events))}</desc>`,
    `<defs><pattern id="aims" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#f4eefb"/><path d="M0 0V8" stroke="#b79bdb" stroke-width="3"/></pattern></defs>`,
    `<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>`,
    text(MARGIN, 36, title, { weight: 700, size: 20 }),
    text(MARGIN, 62, subtitle, { size: 15, fill: QUIET }),
    ...monthsOf(first, last, at, axisTop, axisBottom),
    ...parts,
    ...legend.parts,
    ...numbered.parts,
    '</svg>',
    '',
  ].join('\n')
}

const COURSE_WORDS = {
  'on-time': 'Everything is recorded in time.',
  'nothing-recorded': 'Nothing is recorded after the start.',
} as const

function descriptionOf({ deadlines, moments }: RehearsalReport, events: readonly RehearsedMoment[]): string {
  const of = (kind: string) => moments.filter((moment) => moment.kind === kind).length
  const law = deadlines.filter(({ basis }) => basis === 'law').length
  return [
    `${counted(events.length, 'event is', 'events are')} recorded.`,
    `${counted(deadlines.length, 'deadline', 'deadlines')}: ${law} of the law, ${deadlines.length - law} of local aims.`,
    `${counted(of('reminder'), 'reminder goes', 'reminders go')} out, ${counted(of('missed'), 'notice', 'notices')} of a missed deadline and ${counted(of('escalation'), 'escalation', 'escalations')}.`,
    ...deadlines.map((deadline) => `${nameOf(deadline)}: ${becameOf(deadline)}.`),
  ].join(' ')
}

function nameOf({ title, instance }: Pick<RehearsedDeadline, 'title' | 'instance'>): string {
  return instance === 1 ? title : `${title}, ${instance}`
}

function becameOf({ dueOn, met, marks, cancelledAt }: RehearsedDeadline): string {
  const due = `due ${short(dueOn)}`
  if (met) return `${due}, met ${met.late ? 'late ' : ''}${short(met.on)}`
  if (cancelledAt) return `${due}, no longer needed`
  return marks.some(({ kind }) => kind === 'missed') ? `${due}, missed` : `${due}, not due yet`
}

type Place = (moment: string) => number

// The rule, its clock from start to due date, what went out of it, and what became of it, in words.
function bar(
  deadline: RehearsedDeadline,
  { fill, stroke }: { readonly fill: string; readonly stroke: string },
  at: Place,
  y: number,
): string {
  const [from, to] = [at(deadline.startedAt), at(deadline.dueAt)]
  const middle = y + ROW / 2
  // what goes on one day stands above one another
  const marks = deadline.marks.map(({ kind, at: moment }) => mark(kind, at(moment), middle + RAISED[kind]))
  const met = deadline.met ? [mark('met', at(deadline.met.at), middle)] : []
  const last = Math.max(
    to,
    ...deadline.marks.map(({ at: moment }) => at(moment)),
    deadline.met ? at(deadline.met.at) : 0,
  )
  const words = becameOf(deadline)
  const name = nameOf(deadline)
  return [
    `<g><title>${escaped(`${name}: ${words}. ${deadline.citation}`)}</title>`,
    ...inTwoLines(name, middle),
    `<rect x="${from}" y="${y + 8}" width="${round(Math.max(3, to - from))}" height="${ROW - 16}" rx="2" fill="${fill}" stroke="${stroke}"/>`,
    `<path d="M${to} ${y + 2}V${y + ROW - 2}" stroke="${stroke}" stroke-width="3"/>`,
    ...marks,
    ...met,
    text(last + 14, middle + 4, words, { fill: QUIET }),
    '</g>',
  ].join('')
}

const RAISED = { reminder: 0, missed: -5, escalation: 6 } as const

type MarkKind = 'reminder' | 'missed' | 'escalation' | 'met'

function mark(kind: MarkKind, x: number, y: number): string {
  switch (kind) {
    case 'reminder':
      return `<circle cx="${x}" cy="${y}" r="4" fill="#ffffff" stroke="${INK}" stroke-width="1.5"/>`
    case 'missed':
      return `<path d="M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x + 5} ${y - 5}L${x - 5} ${y + 5}" stroke="${RED}" stroke-width="2.5"/>`
    case 'escalation':
      return `<path d="M${x} ${y - 6}L${x + 6} ${y + 5}H${x - 6}Z" fill="${RED}" stroke="#ffffff"/>`
    case 'met':
      return `<path d="M${x - 5} ${y}L${x - 1} ${y + 5}L${x + 6} ${y - 5}" fill="none" stroke="#00553a" stroke-width="3"/>`
  }
}

const LEGEND: readonly { readonly kind: MarkKind; readonly words: string }[] = [
  { kind: 'reminder', words: 'a reminder goes' },
  { kind: 'met', words: 'it is met' },
  { kind: 'missed', words: 'it is missed, and those concerned are told' },
  { kind: 'escalation', words: 'a senior is told' },
]

function legendOf(y: number): { parts: string[]; height: number } {
  let x = MARGIN
  const parts = LEGEND.map(({ kind, words }) => {
    const part = mark(kind, x + 8, y) + text(x + 22, y + 4, words)
    x += 22 + widthOf(words) + 28
    return part
  })
  const due = `<path d="M${x + 8} ${y - 10}V${y + 10}" stroke="${BLUE}" stroke-width="3"/>${text(x + 20, y + 4, 'the day it is due')}`
  return { parts: [...parts, due], height: 30 }
}

const LANE = 20
const LANES = 4

interface Placed extends RehearsedMoment {
  readonly number: number
  readonly x: number
  readonly level: number
}

// Events on nearby days stand beneath one another, so that every number can be read.
function inLanes(events: readonly RehearsedMoment[], at: Place): Placed[] {
  const taken: number[] = []
  return events.map((event, index) => {
    const x = at(event.at)
    const levels = Array.from({ length: LANES }, (_, level) => level)
    const level = levels.find((one) => x - (taken[one] ?? Number.NEGATIVE_INFINITY) >= LANE) ?? LANES - 1
    taken[level] = x
    return { ...event, number: index + 1, x, level }
  })
}

function numberAt({ number, x, level, what, at }: Placed, top: number): string {
  const y = top + level * LANE
  return [
    `<g><title>${escaped(`${number}: ${what}, ${inFull(at)}`)}</title>`,
    `<circle cx="${x}" cy="${y}" r="9" fill="${INK}"/>`,
    text(x, y + 4, String(number), { anchor: 'middle', fill: '#ffffff', size: 11, weight: 700 }),
    '</g>',
  ].join('')
}

const COLUMNS = 3

function numberedOf(events: readonly RehearsedMoment[], y: number): { parts: string[]; height: number } {
  const rows = Math.ceil(events.length / COLUMNS)
  const width = (WIDTH - 2 * MARGIN) / COLUMNS
  const parts = events.map(({ what, at }, index) => {
    const column = Math.floor(index / rows)
    const words = `${index + 1}. ${short(localDateOf(at as Instant))}: ${what}`
    return text(round(MARGIN + column * width), y + 22 + (index % rows) * LINE, words)
  })
  return { parts: [text(MARGIN, y, 'What is recorded', { weight: 700 }), ...parts], height: 22 + rows * LINE }
}

const MOST_MONTHS = 26

function monthsOf(first: number, last: number, at: Place, top: number, bottom: number): string[] {
  const months: Date[] = []
  const begin = new Date(first)
  for (let month = begin.getUTCMonth() + 1; ; month += 1) {
    const day = new Date(Date.UTC(begin.getUTCFullYear(), month, 1))
    if (day.getTime() > last) break
    months.push(day)
  }
  // of a long journey every third
  const shown = months.length > MOST_MONTHS ? months.filter((day) => day.getUTCMonth() % 3 === 0) : months
  return shown.map((day, index) => {
    const x = at(day.toISOString())
    const isFirst = index === 0 || day.getUTCFullYear() !== shown[index - 1]?.getUTCFullYear()
    return [
      `<path d="M${x} ${top + 6}V${bottom}" stroke="${RULED}"/>`,
      ...(isFirst ? [text(x + 3, top - 17, String(day.getUTCFullYear()), { weight: 700 })] : []),
      text(x + 3, top, MONTHS[day.getUTCMonth()] ?? ''),
    ].join('')
  })
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

// `9 Jan 2040`
function short(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`
}

const MOST_LETTERS = 42

// A long name goes on beneath; what is longer still is in the description as a whole.
function inTwoLines(name: string, middle: number): string[] {
  if (name.length <= MOST_LETTERS) return [text(MARGIN, middle + 4, name)]
  const end = name.lastIndexOf(' ', MOST_LETTERS)
  const [first, rest] = [name.slice(0, end), name.slice(end + 1)]
  const second = rest.length <= MOST_LETTERS ? rest : `${rest.slice(0, MOST_LETTERS - 1).trimEnd()}…`
  return [text(MARGIN, middle - 3, first), text(MARGIN, middle + 12, second)]
}

// About as wide as it is drawn: enough to keep words from one another.
function widthOf(words: string, size = TEXT): number {
  return words.length * size * 0.52
}

interface Looks {
  readonly weight?: number
  readonly size?: number
  readonly fill?: string
  readonly anchor?: 'middle' | 'end'
}

function text(x: number, y: number, words: string, { weight, size, fill, anchor }: Looks = {}): string {
  const looks = [
    weight === undefined ? '' : ` font-weight="${weight}"`,
    size === undefined ? '' : ` font-size="${size}"`,
    fill === undefined ? '' : ` fill="${fill}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
  ]
  return `<text x="${x}" y="${y}"${looks.join('')}>${escaped(words)}</text>`
}

function round(x: number): number {
  return Math.round(x * 10) / 10
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (one) => ENTITIES[one] ?? one)
}
