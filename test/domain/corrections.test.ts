import { factsThatStand, lastCorrections } from '../../domain/corrections'
import type { RecordedEvent } from '../../domain/events'
import { possibleNow, refusalOf, refusalOfCorrection } from '../../domain/guards'
import { journeyOf } from '../../domain/journey'
import { standingAt } from '../../domain/standing'
import {
  andThen,
  at,
  closed,
  corrected,
  decided,
  granted,
  journeyToCourt,
  lodged,
  meetingHeld,
  panelHeld,
  recommended,
  recorded,
  reviewHeld,
  started,
  transferred,
  visited,
  wholeState,
  type Fact,
} from '../support/journeys'

const NOW = '2027-06-01T12:00:00+01:00'
const now = (record: readonly RecordedEvent[]) => standingAt(wholeState(record).standing, at(NOW))
const deadlines = (record: readonly RecordedEvent[], ruleId: string) =>
  now(record)
    .deadlines.filter((one) => one.ruleId === ruleId)
    .map(({ dueOn, status }) => `${dueOn} ${status}`)
const refusal = (record: readonly RecordedEvent[], number: number, replacement: Fact | null) =>
  refusalOfCorrection(journeyOf(record), { eventId: `event-${number}`, replacement }, at(NOW))

const start = started('2026-03-02')
const toCourt = recorded(
  start,
  recommended('2026-08-03'),
  panelHeld('2026-10-20'),
  decided('2026-10-30'),
  lodged('2027-01-15'),
)

describe('an event that is replaced', () => {
  const held = recorded(start, reviewHeld('6-week', '2026-04-20'))
  const mended = corrected(held, 2, reviewHeld('6-week', '2026-04-10'), '2026-05-01T12:00:00+01:00')

  test('is as the correction says, and everything is derived again', () => {
    expect(deadlines(held, 'six-week-review')).toEqual(['2026-04-13 met-late'])
    expect(deadlines(mended, 'six-week-review')).toEqual(['2026-04-13 met'])
    expect(deadlines(mended, 'three-month-review')).toEqual(['2026-07-10 overdue'])
  })

  test('keeps its id and number, is known so since the correction, and names it', () => {
    const [, review] = factsThatStand(mended)
    expect(review).toEqual({
      ...reviewHeld('6-week', '2026-04-10'),
      id: 'event-2',
      number: 2,
      recordedAt: '2026-05-01T11:00:00.000Z',
      recordedBy: 'case-worker',
      correctedBy: 'event-3',
    })
  })

  test('keeps where it came from, and that it was brought in', () => {
    const source = { system: 'carefirst', id: '77' }
    const brought = recorded(start, { ...reviewHeld('6-week', '2026-04-20'), source, imported: true })
    const [, review] = factsThatStand(corrected(brought, 2, reviewHeld('6-week', '2026-04-10')))
    expect(review).toMatchObject({ source, imported: true })
    expect(factsThatStand(mended)[1]).not.toHaveProperty('source')
    expect(factsThatStand(mended)[1]).not.toHaveProperty('imported')
  })

  test('stays in the record as it was first written', () => {
    expect(journeyOf(mended).recorded).toEqual(mended)
    expect(journeyOf([...mended].reverse()).recorded).toEqual(mended)
  })

  test('can be replaced again: the last correction stands, in whatever order they are read', () => {
    const again = corrected(mended, 2, reviewHeld('6-week', '2026-04-14'))
    expect(deadlines(again, 'six-week-review')).toEqual(['2026-04-13 met-late'])
    expect(lastCorrections([...again].reverse()).get('event-2')?.id).toBe('event-4')
    expect(deadlines([...again].reverse(), 'six-week-review')).toEqual(['2026-04-13 met-late'])
  })

  test('changes its place when its date does', () => {
    const record = recorded(start, visited('2026-03-05'), visited('2026-06-04'))
    const moved = journeyOf(corrected(record, 3, visited('2026-03-03')))
    expect(moved.events.map(({ id }) => id)).toEqual(['event-1', 'event-3', 'event-2'])
  })

  test('counts for the number that the journey has come to', () => {
    expect(wholeState(held).standing.seq).toBe(2)
    expect(wholeState(mended).standing.seq).toBe(3)
  })
})

describe('an event that is withdrawn', () => {
  const held = recorded(start, reviewHeld('6-week', '2026-04-10'))
  const without = corrected(held, 2, null)

  test('was not at all: what it met is to be met, and what it started is not running', () => {
    expect(deadlines(without, 'six-week-review')).toEqual(['2026-04-13 overdue'])
    expect(deadlines(without, 'three-month-review')).toEqual([])
    expect(journeyOf(without).events.map(({ id }) => id)).toEqual(['event-1'])
  })

  test('is not withdrawn twice', () => {
    expect(refusal(held, 2, null)).toBeUndefined()
    expect(refusal(without, 2, null)).toEqual({
      code: 'withdrawn-already',
      field: 'eventId',
      because: 'This event has been withdrawn already',
      remedy: 'Give a replacement if it did happen after all',
    })
  })

  test('can be restored, and withdrawn again after that', () => {
    const restored = corrected(without, 2, reviewHeld('6-week', '2026-04-10'))
    expect(refusal(without, 2, reviewHeld('6-week', '2026-04-10'))).toBeUndefined()
    expect(deadlines(restored, 'six-week-review')).toEqual(['2026-04-13 met'])
    expect(refusal(restored, 2, null)).toBeUndefined()
  })
})

describe('the start', () => {
  const record = recorded(start, meetingHeld('72-hour', '2026-03-04'), reviewHeld('6-week', '2026-04-10'))

  test('cannot be withdrawn: the journey is closed as an error instead', () => {
    expect(refusal(record, 1, null)).toEqual({
      code: 'start-withdrawn',
      field: 'replacement',
      because: 'A journey cannot be without its start',
      remedy: 'Close the journey as recorded-in-error, or give the start as it was',
    })
  })

  test('that was earlier moves every date that is counted from it', () => {
    const earlier = corrected(record, 1, started('2026-02-23'))
    expect(refusal(record, 1, started('2026-02-23'))).toBeUndefined()
    expect(deadlines(earlier, 'six-week-review')).toEqual(['2026-04-06 met-late'])
    expect(deadlines(earlier, 'six-month-meeting')).toEqual(['2026-08-23 overdue'])
    expect(wholeState(earlier).warnings.map(({ code }) => code)).not.toContain('antecedent-missing')
  })

  test('that was later flags what is dated before it, which starts no clock', () => {
    const later = corrected(record, 1, started('2026-03-09'))
    expect(refusal(record, 1, started('2026-03-09'))).toBeUndefined()
    expect(deadlines(later, 'six-week-review')).toEqual(['2026-04-20 met'])
    expect(deadlines(later, 'seventy-two-hour-meeting')).toEqual(['2026-03-12 overdue'])
    expect(wholeState(later).warnings).toContainEqual({
      code: 'antecedent-missing',
      eventId: 'event-2',
      message:
        'It is dated before the journey began on 2026-03-09. It starts no clock. Correct its date, or that of the start',
    })
  })

  test('on the day of the first meeting flags nothing: equal dates are never before', () => {
    const sameDay = corrected(record, 1, started('2026-03-04'))
    expect(journeyOf(sameDay).flagged.size).toBe(0)
  })

  test('is not in the future', () => {
    expect(refusal(record, 1, started('2027-06-02'))).toMatchObject({
      code: 'in-the-future',
      field: 'replacement.occurredAt',
    })
  })

  test('can have been on the other pathway', () => {
    const home = corrected(record, 1, started('2026-03-02', { pathway: 'at-home', legalBasis: 'cso' }))
    expect(now(home)).toMatchObject({ pathway: 'at-home', stage: 'at-home' })
    expect(deadlines(home, 'six-week-review')).toEqual([])
  })
})

describe('a closing', () => {
  const over = recorded(start, reviewHeld('6-week', '2026-04-10'), closed('2026-05-01'))

  test('that is withdrawn leaves the journey open again, and everything runs', () => {
    const open = corrected(over, 3, null)
    expect(refusal(over, 3, null)).toBeUndefined()
    expect(now(open)).toMatchObject({ closed: false, stage: 'assessment' })
    expect(deadlines(over, 'three-month-review')).toEqual(['2026-07-10 cancelled'])
    expect(deadlines(open, 'three-month-review')).toEqual(['2026-07-10 overdue'])
    expect(refusalOf(journeyOf(open), visited('2026-06-01'), at(NOW))).toBeUndefined()
  })

  test('cannot be restored before what has been recorded since', () => {
    const open = corrected(over, 3, null)
    const since = andThen(open, visited('2026-06-01'))
    expect(refusal(since, 3, closed('2026-05-01'))).toMatchObject({
      code: 'events-after-closing',
      field: 'replacement.occurredAt',
    })
    expect(refusal(since, 3, closed('2026-06-01'))).toBeUndefined()
  })

  test('cannot be restored beside another one', () => {
    const open = corrected(over, 3, null)
    const again = andThen(open, closed('2026-06-01'))
    expect(refusal(again, 3, closed('2026-05-01'))?.code).toBe('already-closed')
  })

  test('can have been on another day, or for another reason', () => {
    expect(refusal(over, 3, closed('2026-05-08', 'died'))).toBeUndefined()
    const later = journeyOf(corrected(over, 3, closed('2026-05-08', 'died')))
    expect(later.closed).toMatchObject({ on: { on: '2026-05-08' }, reason: 'died' })
    expect(refusal(over, 3, closed('2026-04-09'))?.code).toBe('events-after-closing')
  })

  test('leaves room for corrections of what was before it', () => {
    expect(refusal(over, 2, reviewHeld('6-week', '2026-04-12'))).toBeUndefined()
    expect(refusal(over, 2, reviewHeld('6-week', '2026-05-02'))).toMatchObject({ code: 'after-closing' })
    expect(possibleNow(journeyOf(over), at(NOW)).filter(({ allowed }) => allowed)).toEqual([
      { type: 'event-corrected', allowed: true },
    ])
  })

  test('by an adoption order that was a permanence order is none', () => {
    const adopted = andThen(toCourt, granted('2027-03-01', 'adoption'))
    expect(now(adopted)).toMatchObject({ closed: true })
    expect(now(corrected(adopted, 6, granted('2027-03-01')))).toMatchObject({
      closed: false,
      stage: 'order-in-place',
    })
  })

  test('by a transfer to another authority can have been one within this', () => {
    const gone = recorded(start, transferred('2026-05-01', { authority: 'moray' }))
    const stays = corrected(gone, 2, transferred('2026-05-01', { locality: 'nairn' }))
    expect(now(gone).closed).toBe(true)
    expect(now(stays).closed).toBe(false)
    expect(refusal(gone, 2, transferred('2026-05-01', {}))).toMatchObject({
      code: 'transferred-nowhere',
      field: 'replacement.locality',
    })
  })

  test('that is put before other events flags them', () => {
    const record = recorded(start, visited('2026-05-10'), closed('2026-05-20'))
    const early = corrected(record, 3, closed('2026-05-01'))
    expect(refusal(record, 3, closed('2026-05-01'))?.code).toBe('events-after-closing')
    expect(wholeState(early).warnings).toEqual([
      {
        code: 'antecedent-missing',
        eventId: 'event-2',
        message:
          'It is dated after the journey closed on 2026-05-01. It starts no clock. Correct its date, or that of the closing',
      },
    ])
  })
})

describe('a correction that is refused', () => {
  test('is one of an event of no such id', () => {
    expect(refusal(toCourt, 99, null)).toEqual({
      code: 'no-such-event',
      field: 'eventId',
      because: 'This journey has no such event',
      remedy: 'Give the id of one of its events',
    })
  })

  test('is one of a correction: the event is corrected again instead', () => {
    const record = corrected(toCourt, 3, null)
    expect(refusal(record, 6, null)).toEqual({
      code: 'correction-of-a-correction',
      field: 'eventId',
      because: 'A correction is not itself corrected',
      remedy: 'Correct the event that it was about again: event-3',
    })
  })

  test('is one into another type', () => {
    expect(refusal(toCourt, 3, reviewHeld('later', '2026-10-20'))).toEqual({
      code: 'another-type',
      field: 'replacement.type',
      because: 'The event is panel-held, and cannot become review-held',
      remedy: 'Withdraw it with null, and record the review-held by itself',
    })
  })

  test('is judged as if the event were recorded now, in a journey without it', () => {
    expect(refusal(toCourt, 3, panelHeld('2026-08-02'))?.code).toBe('panel-before-recommendation')
    expect(refusal(toCourt, 3, panelHeld('2027-06-02'))).toMatchObject({
      code: 'in-the-future',
      field: 'replacement.occurredAt',
    })
    expect(refusal(toCourt, 3, panelHeld('2026-03-01'))?.code).toBe('before-the-journey')
    expect(refusal(toCourt, 5, lodged('2026-10-29'))?.code).toBe('lodged-before-approval')
    expect(refusal(toCourt, 4, decided('2026-10-30', 'not-approved', 'panel-chair'))).toMatchObject({
      code: 'decision-maker-sat-on-panel',
      field: 'replacement.decisionMaker',
    })
  })

  test('is none of an event that only stood in its own way', () => {
    const panel = panelHeld('2026-10-20', 'deferred', ['panel-chair', 'decision-maker'])
    expect(refusal(toCourt, 3, panel)).toMatchObject({
      code: 'decision-maker-sat-on-panel',
      field: 'replacement.members',
    })
    expect(
      refusal(toCourt, 4, decided('2026-10-30', 'approve-permanence-order', 'somebody-else')),
    ).toBeUndefined()
  })

  test('of an event corrected before, is judged without that correction too', () => {
    const record = recorded(start, closed('2026-05-01'))
    const mended = corrected(record, 2, closed('2026-05-02'))
    expect(refusal(mended, 2, closed('2026-05-03'))).toBeUndefined()
  })
})

describe('a correction that removes an antecedent', () => {
  const without = corrected(toCourt, 2, null)

  test('is accepted', () => {
    expect(refusal(toCourt, 2, null)).toBeUndefined()
  })

  test('flags what depended on it, with what would mend it', () => {
    expect(wholeState(without).warnings).toContainEqual({
      code: 'antecedent-missing',
      eventId: 'event-3',
      message:
        'A panel cannot be held before any recommendation of permanence away from the family. It starts no clock. Record the recommendation first, with permanence-recommended or the child plan meeting that made it',
    })
  })

  test('leaves that without a clock, and stops the one that ran', () => {
    expect(deadlines(toCourt, 'agency-decision')).toEqual(['2026-11-03 met'])
    expect(deadlines(without, 'agency-decision')).toEqual([])
    expect(deadlines(without, 'permanence-panel')).toEqual([])
    // the decision itself needs no panel before it, and starts its own
    expect(deadlines(without, 'order-lodging')).toEqual(['2027-02-19 met'])
  })

  test('leaves an order lodged without its approval outside the stage', () => {
    const unapproved = corrected(toCourt, 4, null)
    expect(now(toCourt).stage).toBe('in-court')
    expect(now(unapproved).stage).toBe('awaiting-decision')
    expect(wholeState(unapproved).warnings.map(({ code, eventId }) => [code, eventId])).toEqual([
      ['antecedent-missing', 'event-5'],
    ])
  })

  test('and the one that gives it back clears the flag', () => {
    const back = corrected(without, 2, recommended('2026-08-03'))
    expect(journeyOf(back).flagged.size).toBe(0)
    expect(deadlines(back, 'agency-decision')).toEqual(['2026-11-03 met'])
  })

  test('flags a decision whose maker sat on the panel after all', () => {
    const sat = corrected(toCourt, 3, panelHeld('2026-10-20', 'supported', ['decision-maker']))
    expect([...journeyOf(sat).flagged].map(([{ id }, { code }]) => [id, code])).toEqual([
      ['event-3', 'decision-maker-sat-on-panel'],
      ['event-4', 'decision-maker-sat-on-panel'],
    ])
    expect(deadlines(sat, 'order-lodging')).toEqual([])
    expect(deadlines(sat, 'parents-notification')).toEqual([])
  })
})

test('a journey in which nothing is amiss flags nothing', () => {
  expect(journeyOf(recorded(...journeyToCourt())).flagged.size).toBe(0)
})
