import type { Instant } from '../../domain/time'
import type { Paper } from '../../web/papers/paper'
import { writePaper } from '../../web/papers/write-paper'
import { readPdf } from '../support/pdf'

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
