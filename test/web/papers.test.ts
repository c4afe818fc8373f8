import type { Instant, LocalDate } from '../../domain/time'
import type { Paper } from '../../web/papers/paper'
import { USUAL_COUNCIL } from '../../web/council'
import { meetingPackPaper } from '../../web/papers/meeting-pack-paper'
import type { PackNumbers } from '../../web/pack-numbers'
import { writePaper } from '../../web/papers/write-paper'
import { readPdf } from '../support/pdf'

const day = (text: string) => text as LocalDate
const LONG = 'Antidisestablishmentarianism'.repeat(12)

const PAPER: Paper = {
  title: 'Chronology',
  subtitle: 'CAI-1',
  marking: 'Highland',
  footer: 'Made on Friday 1 May 2026',
  madeAt: '2026-05-01T10:00:00+01:00' as Instant,
  blocks: [
    { kind: 'paragraph', text: 'Bha coinneamh ann: àèìòù ÀÈÌÒÙ, Łódź, Ελένη 😀' },
    { kind: 'heading', text: 'What has happened' },
    {
      kind: 'table',
      title: 'What has happened',
      columns: [
        { title: 'When', share: 1 },
        { title: 'What', share: 3 },
      ],
      rows: [
        ...Array.from({ length: 60 }, (_, index) => [`Day ${index}`, 'A visit was made']),
        [LONG, 'word '.repeat(1_500).trim()],
      ],
    },
    {
      kind: 'chart',
      title: 'Weeks to recommendation',
      description: 'It went down.',
      unit: 'weeks',
      median: 12,
      points: [
        { label: 'Jan', value: 20 },
        { label: 'Feb', value: null },
        { label: 'Mar', value: 0 },
      ],
    },
    { kind: 'list', items: ['One', 'Two'] },
  ],
}

let bytes: Buffer
beforeAll(async () => {
  bytes = await writePaper(PAPER)
})

describe('a paper', () => {
  it('is tagged for whoever hears it read: headings, tables with their headings, lists, pictures, in British English', () => {
    const { isTagged, language, parts } = readPdf(bytes)
    expect([isTagged, language]).toEqual([true, 'en-GB'])
    expect(parts).toMatchObject({ H1: 1, H2: 1, H3: 1, Table: 1, THead: 1, TR: 62, L: 1, LI: 2, Figure: 1 })
    // the heading of a table that is said again on the next page is for the eye alone
    expect(parts['TH']).toBe(2 + 61)
    expect(bytes.toString('latin1')).toContain('pdfuaid:part')
  })

  it('writes Gaelic accents and names from elsewhere, and shows that a letter is missing where there is none', () => {
    expect(readPdf(bytes).pages.join('').replaceAll('\n', '')).toContain(
      'Bha coinneamh ann: àèìòù ÀÈÌÒÙ, Łódź, Ελένη ?',
    )
  })

  it('has on every page whose it is and which page of how many, and over a long table its heading again', () => {
    const { pages } = readPdf(bytes)
    expect(pages.length).toBeGreaterThan(3)
    for (const [index, text] of pages.entries()) {
      expect(text).toContain('Highland')
      expect(text).toContain('Made on Friday 1 May 2026')
      expect(text).toContain(`Page ${index + 1} of ${pages.length}`)
    }
    expect(pages[1]).toMatch(/^When\nWhat\n/)
  })

  it('loses nothing of a cell that is longer than a page, nor of a word that is wider than its column', () => {
    const text = readPdf(bytes).pages.join('\n')
    expect(text.match(/\bword\b/g)).toHaveLength(1_500)
    expect(text.replaceAll(/\n/g, '')).toContain(LONG)
  })

  it('is the same to the last byte when it is written again', async () => {
    expect((await writePaper(PAPER)).equals(bytes)).toBe(true)
  })
})

it('the pack of a meeting is a paper with what is overdue by reference, what there is none of, and its numbers where there are some', async () => {
  const journey = { id: '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55', childReference: 'CAI-7' }
  const paper = meetingPackPaper({
    pack: {
      locality: 'caithness',
      on: day('2026-05-12'),
      at: '10:00',
      madeAt: '2026-05-08T07:00:00+01:00',
      since: '2026-04-28T10:00:00+01:00',
      until: day('2026-05-26'),
      overdue: [
        { journey, ruleId: 'six-week-review', title: '6-week review', dueOn: day('2026-05-01'), days: 7 },
      ],
      due: [],
      decided: [],
      diary: [],
    },
    localityName: 'Caithness',
    authority: 'Highland',
    council: USUAL_COUNCIL,
    numbers: NUMBERS,
  })
  const { pages, parts } = readPdf(await writePaper(paper))
  const text = pages.join(' ')
  for (const said of [
    'CAI-7',
    '7 days',
    'Nothing falls due.',
    '100%, 4 of 4;',
    'Weeks to recommendation',
    '24.5',
  ])
    expect(text).toContain(said)
  expect(parts['Figure']).toBe(1)
})

const NUMBERS: PackNumbers = {
  aims: {
    asOf: day('2026-05-08'),
    knownAt: '2026-05-08T07:00:00+01:00',
    locality: 'caithness',
    aims: [
      {
        id: '2',
        title: 'Recommendation within 45 weeks',
        basis: 'Highland aim 2',
        outcome: 'recommendation',
        cohort: 5,
        onTime: 4,
        returned: 1,
        late: 0,
        left: 0,
        overdue: 0,
        open: 0,
        n: 4,
        attainmentPercent: 100,
        withReturnsPercent: 100,
        minWeeks: 24,
        medianWeeks: 25,
        meanWeeks: 25,
        maxWeeks: 26,
        smallNumbers: true,
        targetPercent: 90,
        by: day('2019-10-01'),
        limit: '45 weeks',
        countsReturns: true,
        baselines: [],
        localities: [],
      },
    ],
  },
  charts: [
    {
      measure: 'weeks-to-recommendation',
      title: 'Weeks to recommendation',
      unit: 'weeks',
      by: 'case',
      locality: 'caithness',
      from: '2018-10-11',
      to: '2026-05-08',
      points: [{ period: '2018-10-11', value: 24.5, n: 1, mean: null }],
      leftOut: 0,
      frozen: null,
      median: 24.5,
      enough: false,
      useful: 0,
      runs: 0,
      longestRun: 0,
      crossings: 0,
      signals: [],
      anhoej: null,
      phases: [],
      questions: [],
      annotations: [],
    },
  ],
}
