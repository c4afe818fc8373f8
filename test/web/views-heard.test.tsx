import { render } from 'preact-render-to-string'
import { ViewsHeard } from '../../web/components/views-heard'
import type { EventAnswer } from '../../web/standing-facts'

const recording = { recordedAt: '2026-06-01T10:00:00+01:00', recordedBy: 'reviewer-1' }
let number = 0
function event(type: string, occurredAt: string, fields: object): EventAnswer {
  number += 1
  return { id: `event-${number}`, number, type, occurredAt, ...recording, ...fields } as EventAnswer
}

/** The rows of the table: what was held, and what stands in each column. */
function rows(...events: readonly EventAnswer[]): string[][] {
  const html = render(<ViewsHeard events={events} />)
  const body = /<tbody>(.*)<\/tbody>/s.exec(html)?.[1] ?? ''
  return body
    .split('</tr>')
    .slice(0, -1)
    .map((row) => [...row.matchAll(/<(?:td|th)[^>]*>(.*?)<\/(?:td|th)>/g)].map(([, cell = '']) => text(cell)))
}

function text(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

describe('Views and advocacy', () => {
  test("stand meeting by meeting, the newest first, the child's views first, and none is said plainly", () => {
    expect(
      rows(
        event('child-plan-meeting-held', '2026-03-04', {
          meeting: '72-hour',
          views: [
            { of: 'parent', how: 'in-person' },
            { of: 'parent', how: 'written' },
          ],
        }),
        event('review-held', '2026-04-10', {
          review: '6-week',
          views: [{ of: 'child', how: 'advocate' }],
          advocacyOffered: true,
        }),
        event('review-held', '2026-07-10', { review: 'later', advocacyOffered: false }),
        event('visit-made', '2026-05-01', { childSeen: true }),
      ),
    ).toEqual([
      ['Later review Friday 10 July 2026', 'None recorded', 'None recorded', 'None recorded', 'Not offered'],
      [
        '6-week review Friday 10 April 2026',
        'Through an advocate',
        'None recorded',
        'None recorded',
        'Offered',
      ],
      [
        '72-hour child plan meeting Wednesday 4 March 2026',
        'None recorded',
        'In person, In writing',
        'None recorded',
        'Not recorded',
      ],
    ])
  })

  test('are those that stand: a correction counts, and what did not happen is not there', () => {
    const review = event('review-held', '2026-04-10', { review: '6-week' })
    const panel = event('panel-held', '2026-10-01', { members: ['member-1'], outcome: 'supported' })
    const corrected = event('event-corrected', '2026-10-02', {
      eventId: review.id,
      reason: 'The views were left out',
      replacement: {
        type: 'review-held',
        occurredAt: '2026-04-11',
        review: '6-week',
        views: [{ of: 'child', how: 'written' }],
      },
    })
    const withdrawn = event('event-corrected', '2026-10-03', {
      eventId: panel.id,
      reason: 'It was put off',
      replacement: null,
    })
    const events = [
      { ...review, correctedBy: corrected.id, withdrawn: false },
      { ...panel, correctedBy: withdrawn.id, withdrawn: true },
      corrected,
      withdrawn,
    ] as EventAnswer[]
    expect(rows(...events)).toEqual([
      [
        '6-week review Saturday 11 April 2026',
        'In writing',
        'None recorded',
        'None recorded',
        'Not recorded',
      ],
    ])
  })
})
