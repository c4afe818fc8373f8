import { render } from 'preact-render-to-string'
import { auditAddress, auditPage } from '../../web/pages/audit'

const ROW = { id: 7, at: '2026-03-02T10:00:00.000Z', who: 'worker-1', from: '192.0.2.1', reason: null }
const JOURNEY = { id: '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e10', childReference: 'CH-1' }

describe('the page of the audit', () => {
  const { body } = auditPage({
    items: [
      { ...ROW, action: 'journey.read', reason: 'Asked by the family', journey: JOURNEY, listed: null },
      { ...ROW, id: 6, action: 'journey.list', journey: null, listed: 2 },
      { ...ROW, id: 5, action: 'record.review-held', from: null, journey: null, listed: null },
    ],
    filter: { who: 'worker-1', from: '2026-03-01' },
    nameOf: (id) => (id === 'worker-1' ? 'Mairi Ross' : id),
    next: '/audit?cursor=x',
    isLater: false,
    errors: [],
  })
  const html = render(<>{body}</>)

  it('says who did what, from where and why, by their names and in words', () => {
    for (const words of ['Mairi Ross', 'Read the journey', 'Asked by the family', '192.0.2.1', '2 children'])
      expect(html).toContain(words)
    expect(html).toContain('Recorded: Statutory review')
    expect(html).toContain('Not known')
  })

  it('leads from a child to all who looked at it, and on to the next page', () => {
    expect(html).toContain(`<a href="/journeys/${JOURNEY.id}/audit">CH-1</a>`)
    expect(html).toContain('href="/audit?cursor=x"')
  })

  it('keeps what it is narrowed to in its form and its address', () => {
    expect(html).toMatch(/<input[^>]*id="who"[^>]*value="worker-1"/)
    expect(html).toMatch(/<input[^>]*type="date"[^>]*value="2026-03-01"/)
    expect(auditAddress({ who: 'a b' }, { cursor: 'c' })).toBe('/audit?who=a+b&cursor=c')
  })
})
