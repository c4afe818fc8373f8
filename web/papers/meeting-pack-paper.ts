import type { MeetingPackAnswer } from '../../contracts/meetings-schema'
import { inFull } from '../../domain/dates-in-words'
import type { Instant } from '../../domain/time'
import { aimName, attainmentWords, percentWords } from '../aim-words'
import { numberInWords } from '../charts/numbers'
import { axisLabelOf, dayInWords, periodInWords } from '../charts/period-words'
import { sayingsOf, titleOf } from '../charts/report-picture'
import type { Council } from '../council'
import type { PackNumbers } from '../pack-numbers'
import { counted, meetingWords } from '../words'
import type { Block, Paper } from './paper'

export interface MeetingPackOf {
  readonly pack: MeetingPackAnswer
  readonly localityName: string
  readonly authority: string
  readonly council: Council
  readonly numbers?: PackNumbers
}

/** The pack of a PACE meeting as a paper: the same as its page. */
export function meetingPackPaper({ pack, localityName, authority, council, numbers }: MeetingPackOf): Paper {
  const { on, at, madeAt, since, until, overdue, due, decided, diary } = pack
  return {
    title: `PACE meeting in ${localityName}`,
    subtitle: `${inFull(on)}, ${at}`,
    marking: `${authority} · Official: sensitive · Pack of the PACE meeting in ${localityName}`,
    footer: `As it stood at ${inFull(madeAt)}`,
    madeAt: madeAt as Instant,
    blocks: [
      {
        kind: 'paragraph',
        text: 'Children are named by their reference. What is shown is what whoever took it out may see.',
        quiet: true,
      },
      ...part(
        'Overdue',
        'Nothing was overdue.',
        ['Child', 'What', 'Was due', 'Overdue for'],
        overdue.map((one) => [
          one.journey.childReference,
          council.say(one.title),
          inFull(one.dueOn),
          one.days === 0 ? 'Less than a day' : counted(one.days, 'day', 'days'),
        ]),
      ),
      ...part(
        'Due in four weeks',
        'Nothing falls due.',
        ['Child', 'What', 'Due'],
        due.map((one) => [one.journey.childReference, council.say(one.title), inFull(one.dueOn)]),
      ),
      ...part(
        'Decided since the last meeting',
        `Nothing was recorded as decided since ${inFull(since.slice(0, 10))}.`,
        ['Child', 'What', 'When', 'Came to'],
        decided.map((one) => [
          one.journey.childReference,
          council.event(one.event),
          inFull(one.occurredAt),
          one.detail === null ? 'Not said' : council.code(one.detail),
        ]),
      ),
      ...part(
        `In the diary until ${inFull(until)}`,
        'No meeting has a date.',
        ['Child', 'Meeting', 'When'],
        diary.map((one) => [one.journey.childReference, meetingWords(one.meeting), inFull(one.at)]),
      ),
      ...(numbers === undefined ? [] : numberBlocks(numbers, localityName)),
    ],
  }
}

function part(
  title: string,
  none: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  {
    isCounted = true,
    shares = [],
  }: { readonly isCounted?: boolean; readonly shares?: readonly number[] } = {},
): Block[] {
  const heading: Block = { kind: 'heading', text: isCounted ? `${title} (${rows.length})` : title }
  if (rows.length === 0) return [heading, { kind: 'paragraph', text: none }]
  return [
    heading,
    {
      kind: 'table',
      title,
      columns: columns.map((column, place) => ({ title: column, share: shares[place] ?? 1 })),
      rows,
    },
  ]
}

function numberBlocks({ aims, charts }: PackNumbers, place: string): Block[] {
  return [
    ...part(
      `Aims, as of ${inFull(aims.asOf)}`,
      'No aims are set.',
      ['Aim', 'On time', 'Target', 'Overdue', 'Still has time'],
      aims.aims.map((aim) => [
        aimName(aim),
        attainmentWords(aim),
        `${percentWords(aim.targetPercent)} by ${inFull(aim.by)}`,
        String(aim.overdue),
        String(aim.open),
      ]),
      { isCounted: false, shares: [2.4, 1.6, 1.6, 0.8, 0.8] },
    ),
    ...charts.flatMap((chart): Block[] => {
      const title = titleOf(chart, place)
      const points = chart.points.map(({ period, value }, place) => ({
        label: shortly(period, place),
        value,
      }))
      const changed = chart.annotations.map(({ on, title: what }) => [dayInWords(on), what])
      // a row for each that is known: of the others the picture shows that there is nothing
      const rows = chart.points.flatMap(({ period, value }) =>
        value === null ? [] : [[periodInWords(period), numberInWords(value)]],
      )
      return [
        {
          kind: 'chart',
          title,
          description: sayingsOf(chart),
          points,
          unit: chart.unit === 'weeks' ? 'Weeks' : 'Per cent',
          ...(chart.median !== null && { median: chart.median }),
        },
        {
          kind: 'table',
          title,
          columns: [{ title: 'When' }, { title: chart.unit === 'weeks' ? 'Weeks' : 'Per cent' }],
          rows,
        },
        ...(changed.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                title: `What was changed: ${title}`,
                columns: [{ title: 'On' }, { title: 'What was changed', share: 3 }],
                rows: changed,
              },
            ]),
      ]
    }),
  ]
}

// As short as an axis needs it, with its year.
function shortly(period: string, place: number): string {
  const { short, common } = axisLabelOf(period, place)
  return common === undefined ? short : `${short} ${common}`
}
