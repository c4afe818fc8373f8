import type { DatabaseTransaction } from '../../db/database'
import { keepRecord } from '../../db/improvement/records'
import type { DriverDiagram } from '../../domain/improvement/driver-diagram'
import type { Forcefield } from '../../domain/improvement/forcefield'
import type { TestCycle } from '../../domain/improvement/test-of-change'
import type { LocalDate } from '../../domain/time'

/**
 * What Highland did about its second aim, as records of improvement in our own words: the tests of change that are named as achieved or
 * under way, what came of the one with the greatest leverage, and what the aim hangs on. Which drivers and forces there are, and how
 * strong people judge them, is made up around what is told.
 *
 * Source: PACE in Highland, "Aim 2", "The Test of Change With The Greatest Leverage", "Early Results".
 */
export async function addImprovement(trx: DatabaseTransaction, by: string): Promise<void> {
  for (const test of TESTS) await keepRecord(trx, 'test-of-change', test, by)
  await keepRecord(trx, 'driver-diagram', DIAGRAM, by)
  await keepRecord(trx, 'forcefield', FORCEFIELD, by)
}

const MEETING = {
  title: 'A child plan meeting within 72 hours agrees the dates of the next two',
  series: '72-hour meeting',
  aim: '2',
  driver: 'Dates that are agreed from the start',
  objective:
    'Every child who becomes looked after in Caithness has a child plan meeting within 72 hours, chaired by a local manager.',
  who: 'Local managers in the chair; social work, health, education, legal, panel and the Reporter',
  locality: 'caithness',
  measures: [
    'weeks-to-recommendation',
    'on-time-2',
    'Meetings held on the date that the 72-hour meeting agreed',
  ],
  variant: { id: 'highland-caithness', version: 1 },
} as const

export const TESTS: readonly TestCycle[] = [
  {
    ...MEETING,
    cycle: 1,
    question:
      'If the first meeting agrees the dates of the meetings at three and six months, and everybody writes them down, is the ' +
      'recommendation made at six months?',
    prediction:
      'The six-month meeting is held when it was agreed and makes the recommendation, so that all children have one, or are home, well ' +
      'within 45 weeks.',
    from: '2018-05-14' as LocalDate,
    until: '2019-03-31' as LocalDate,
    dataPlan:
      'The date of each meeting and of the recommendation, recorded as it is held; looked at in every two-weekly PACE meeting.',
    happened:
      'The meetings were held within 72 hours, saw to what was needed at once, shared out the work, and agreed both later dates. ' +
      'Partners put them in their diaries, knowing that the one at six months was committed to a recommendation.',
    study:
      'Of five children, four had a recommendation away from the family in under 45 weeks, and one was home in under 45 weeks: as ' +
      'predicted. Before, it took 72 weeks in Caithness on average, and 45 in all of Highland. Five are few: nothing is proved by it.',
    act: 'next-cycle',
    actNote:
      'It stays as the way of working in Caithness, and goes on until there are enough children for a run chart.',
  },
  {
    ...MEETING,
    cycle: 2,
    question: 'Does it hold with other chairs, and over a winter of bad roads?',
    prediction: 'Nine in ten children have a recommendation, or are home, within 45 weeks.',
    from: '2019-04-01' as LocalDate,
    dataPlan: 'As before, on a run chart by case; the child’s own views are counted as well.',
  },
  {
    title: 'The 6-week review looks at permanence from the beginning',
    series: '6-week review',
    cycle: 1,
    aim: '2',
    driver: 'Meetings that decide',
    objective:
      'The statutory review at six weeks asks what would have to be so for the child to go home, and by when.',
    question: 'Is the assessment further on at three months when the review at six weeks has asked for it?',
    prediction: 'The three-month meeting has the assessment before it, and puts off nothing.',
    who: 'Reviewing officers and case workers',
    locality: 'caithness',
    from: '2018-08-01' as LocalDate,
    measures: ['reviews-on-time', 'weeks-to-recommendation'],
    happened: 'Reviews have been held with the question on their agenda since August.',
  },
  {
    title: 'A business case for a social worker in the central belt',
    series: 'Central belt social worker',
    cycle: 1,
    aim: '2',
    driver: 'Time with the child and the family, wherever they live',
    objective:
      'Children who are placed far to the south are seen, and their assessments done, by somebody near them.',
    question: 'How many working days go into journeys to the central belt, and what waits meanwhile?',
    prediction: 'More days are spent on the road there than one worker has in a year.',
    who: 'Head of Service and the PACE group',
    measures: ['Days of travel to the central belt', 'meetings-with-views'],
    dataPlan: 'Case workers keep count of such journeys for three months.',
  },
  {
    title: 'A map of what makes permanence slow in a rural place',
    series: 'Rural challenges',
    cycle: 1,
    aim: '2',
    driver: 'Time with the child and the family, wherever they live',
    objective:
      'The group knows which of the delays come from distance, weather, few placements and few staff.',
    question: 'Where in a child’s journey are the weeks lost that a town would not lose?',
    prediction: 'Most are lost while assessments wait for people who have to travel.',
    who: 'All agencies of the PACE group',
    locality: 'caithness',
    from: '2018-09-03' as LocalDate,
    until: '2018-12-14' as LocalDate,
    measures: ['weeks-to-recommendation'],
    happened: 'Each agency drew its part of the way on one map, with what holds it up there.',
    study:
      'Assessments and contact wait longest, as predicted; dates of the panel were seen to matter more than was thought.',
    act: 'adapt',
    actNote: 'The map is kept with the explained delays of journeys, which show the same by numbers.',
  },
]

export const DIAGRAM: DriverDiagram = {
  title: 'What a recommendation within 45 weeks hangs on',
  aim: '2',
  statement:
    'By 1 October 2019, 90% of looked after and accommodated children have a recommendation for permanence within 45 weeks of ' +
    'being accommodated.',
  measures: ['weeks-to-recommendation', 'on-time-2'],
  nodes: [
    { id: 'meetings', title: 'Meetings that decide', measures: ['on-time-2'] },
    { id: 'dates', under: 'meetings', title: 'Dates that are agreed from the start', measures: [] },
    {
      id: 'seventy-two-hours',
      under: 'dates',
      title: 'A child plan meeting within 72 hours agrees the dates at 3 and 6 months',
      measures: [],
    },
    { id: 'commitment', under: 'meetings', title: 'A meeting that is committed to recommend', measures: [] },
    {
      id: 'six-months',
      under: 'commitment',
      title: 'The 6-month meeting makes the recommendation if none was made before',
      measures: ['weeks-to-recommendation'],
    },
    { id: 'early', under: 'meetings', title: 'Permanence is thought of early', measures: [] },
    {
      id: 'six-weeks',
      under: 'early',
      title: 'The 6-week review asks what would bring the child home',
      measures: ['reviews-on-time'],
    },
    { id: 'together', title: 'All agencies work to one plan', measures: [] },
    { id: 'roles', under: 'together', title: 'Each partner knows its part', measures: [] },
    {
      id: 'two-weekly',
      under: 'roles',
      title: 'Two-weekly PACE meetings of all agencies',
      measures: [],
    },
    { id: 'child', title: 'The child and the family are known', measures: ['meetings-with-views'] },
    { id: 'time', under: 'child', title: 'Time with them, wherever they live', measures: [] },
    { id: 'central-belt', under: 'time', title: 'A social worker for the central belt', measures: [] },
    {
      id: 'rural',
      under: 'time',
      title: 'A map of rural challenges, and what each agency does about them',
      measures: [],
    },
    { id: 'knowing', title: 'People see whether it gets better', measures: [] },
    { id: 'data', under: 'knowing', title: 'Data that are shared and trusted', measures: [] },
    { id: 'charts', under: 'data', title: 'Run charts at every PACE meeting', measures: [] },
  ],
}

export const FORCEFIELD: Forcefield = {
  title: 'What helps and hinders a recommendation within 45 weeks',
  aim: '2',
  locality: 'caithness',
  forces: [
    {
      id: 'asked-for',
      side: 'driving',
      title: 'The Head of Service asked for Caithness to be the first',
      strength: 4,
    },
    {
      id: 'all-agencies',
      side: 'driving',
      title: 'All agencies are there: social work, health, education, legal, panel, Reporter',
      strength: 5,
    },
    {
      id: 'chair',
      side: 'driving',
      title: 'A local manager chairs the first meeting',
      strength: 4,
      stage: 'first-72-hours',
    },
    {
      id: 'agreed',
      side: 'driving',
      title: 'The date on which it is recommended is in every diary',
      strength: 5,
      stage: 'awaiting-recommendation',
    },
    { id: 'learning', side: 'driving', title: 'Other areas share what they have learnt', strength: 2 },
    {
      id: 'distance',
      side: 'restraining',
      title: 'Long distances, and children who are placed far to the south',
      strength: 4,
      stage: 'assessment',
      reason: 'family-contact',
    },
    {
      id: 'staff',
      side: 'restraining',
      title: 'Few staff, and posts that stand empty',
      strength: 4,
      stage: 'assessment',
      reason: 'staffing',
    },
    {
      id: 'assessments',
      side: 'restraining',
      title: 'Assessments that come late, or are asked for twice',
      strength: 3,
      stage: 'awaiting-recommendation',
      reason: 'assessment',
    },
    {
      id: 'panel-dates',
      side: 'restraining',
      title: 'Few dates of the panel',
      strength: 3,
      stage: 'awaiting-panel',
      reason: 'panel-date',
    },
    {
      id: 'few',
      side: 'restraining',
      title: 'Few children: it takes long to see whether it gets better',
      strength: 2,
    },
  ],
}
