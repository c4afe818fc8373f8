import { noticesAt } from '../../domain/notices'
import { stateOf } from '../../domain/state'
import { instant } from '../../domain/time'
import { reportOf, type RehearsalReport } from '../../web/rehearsal/report'
import { timelineOf } from '../../web/rehearsal/timeline'
import { inCsv, inTable } from '../../cli/rehearsal-text'
import { journeyToCourt, recorded, started, wholeTimetable } from '../support/journeys'

/** A rehearsal as it would be reported: of events that were recorded, at a moment. */
function reported(events: ReturnType<typeof recorded>, at: string, policy = wholeTimetable): RehearsalReport {
  const state = stateOf(events, policy)
  const endedAt = instant(at)
  const notices = noticesAt(state, policy, endedAt).map(({ to, ...notice }) => ({ ...notice, recipient: to }))
  return reportOf({ policy, draft: false, course: 'on-time', locality: 'caithness', state, endedAt, notices })
}

const COURT = reported(recorded(...journeyToCourt()), '2027-02-01T10:00:00Z')
const NOTHING = reported(recorded(started('2026-03-02T10:00:00Z')), '2027-03-01T10:00:00Z')

describe('the timeline of a rehearsal', () => {
  it('keeps the law and local aims apart, each under its own heading and drawn in its own way', () => {
    const svg = timelineOf(COURT)
    const [law = '', aims = ''] = svg.split('Local aims and tests of change</text>')
    expect(law).toContain('>The law</text>')
    expect(law).toContain('>6-week review</text>')
    expect(aims).toContain('>Permanence panel</text>')
    expect(law).not.toContain('>Permanence panel</text>')
    expect([law.includes('url(#aims)"'), aims.includes('url(#aims)"')]).toEqual([false, true])
  })

  it('says of each deadline in words when it is due and what became of it', () => {
    expect(timelineOf(COURT)).toContain('>due 13 Apr 2026, met 10 Apr 2026</text>')
    expect(timelineOf(NOTHING)).toContain('>due 13 Apr 2026, missed</text>')
    expect(timelineOf(NOTHING)).toContain('>a senior is told</text>')
  })

  it('has a title and a description, and names each event beside its number and each month along its axis', () => {
    const svg = timelineOf(COURT)
    expect(svg).toMatch(/aria-labelledby="title" aria-describedby="desc"/)
    expect(svg).toMatch(/<title id="title">Highland.*a rehearsal<\/title>/)
    expect(svg).toMatch(
      /<desc id="desc">9 events are recorded\. .*6-week review: due 13 Apr 2026, met 10 Apr 2026/,
    )
    expect(svg).toContain('>1. 2 Mar 2026: Became looked after</text>')
    expect(svg).toContain('>9. 15 Jan 2027: Order lodged</text>')
    for (const month of ['2026', 'Apr', 'Dec', '2027', 'Jan']) expect(svg).toContain(`>${month}</text>`)
  })

  it('writes what a policy says as text, and never as a part of the picture', () => {
    const policy = { ...wholeTimetable, title: 'Ours <b>& "theirs"</b>' }
    const svg = timelineOf(reported(recorded(started('2026-03-02')), '2026-03-03T10:00:00Z', policy))
    expect(svg).toContain('Ours &lt;b&gt;&amp; &quot;theirs&quot;&lt;/b&gt;')
    expect(svg).not.toContain('<b>')
  })

  it('is the same picture of the same rehearsal, without a style that a page would forbid', () => {
    expect(timelineOf(COURT)).toBe(timelineOf(COURT))
    expect(timelineOf(COURT)).not.toMatch(/style=|<style|<script|NaN|undefined/)
  })
})

describe('a rehearsal as text', () => {
  it('is a table with a line for each thing that is recorded or told, at its date, for whom and by whose authority', () => {
    const table = inTable(NOTHING)
    expect(table).toMatch(/^Mon {2}2 Mar 2026 10:00 {2}recorded +Became looked after$/m)
    expect(table).toMatch(
      /^Tue 14 Apr 2026 09:00 {2}missed +6-week review is overdue +Social work, lead worker +law$/m,
    )
    expect(table).toMatch(/escalation +6-week review is still overdue +Social work, team manager +law$/m)
  })

  it('is CSV that another program reads, with moments as they are exchanged', () => {
    const [header, first] = inCsv(NOTHING).split('\n')
    expect(header).toBe('at,kind,what,to,ruleId,basis')
    expect(first).toBe('2026-03-02T10:00:00+00:00,recorded,Became looked after,,,')
  })
})
