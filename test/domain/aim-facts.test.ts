import fc from 'fast-check'
import type { AimFact } from '../../domain/aim-facts'
import { factsThatStand } from '../../domain/corrections'
import type { RecordedEvent } from '../../domain/events'
import {
  aimHistoryOf,
  factsKnown,
  factsOf,
  type Facts,
  type FactSource,
  type KnownAimFact,
} from '../../domain/report-facts'
import { journeyOf } from '../../domain/journey'
import type { Instant, LocalDate } from '../../domain/time'
import {
  closed,
  corrected,
  decided,
  fact,
  fedBack,
  journey,
  lodged,
  meetingHeld,
  panelHeld,
  pathwayChanged,
  peerReviewHeld,
  recommended,
  recorded,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  startedAtHome,
  transferred,
  typed,
  type Fact,
} from '../support/journeys'
import { anyRecords, days, often, records } from './arbitraries'

const FROM: FactSource = { firstLocality: 'caithness', cohortOn: () => null }

describe('what reports count of a journey', () => {
  test('a child who comes away from home starts a clock, met by the first recommendation of either kind', () => {
    expect(clocks(started('2019-01-07'), returnRecommended('2019-05-01'), recommended('2019-06-03'))).toEqual(
      [
        { clock: 'away-from-home-period', instance: 1, startedOn: '2019-01-07', recommendedOn: '2019-05-01' },
        { clock: 'first-away-from-home-recommendation', instance: 1, startedOn: '2019-06-03' },
      ],
    )
  })

  test('a recommendation that a child plan meeting carries counts as one', () => {
    const meeting = meetingHeld('6-month', '2019-07-01', { recommendation: 'away-from-home' })
    expect(clocks(started('2019-01-07'), meeting)[0]).toMatchObject({ recommendedOn: '2019-07-01' })
  })

  test('repeats never restart a clock, and each period has its own', () => {
    const found = clocks(
      started('2019-01-07'),
      recommended('2019-05-01'),
      recommended('2019-06-01'),
      pathwayChanged('2019-08-01', 'at-home'),
      pathwayChanged('2019-10-01', 'away-from-home'),
      recommended('2019-11-01'),
    )
    expect(found.map(({ clock, instance, startedOn }) => [clock, instance, startedOn])).toEqual([
      ['away-from-home-period', 1, '2019-01-07'],
      ['first-away-from-home-recommendation', 1, '2019-05-01'],
      ['at-home-period', 1, '2019-08-01'],
      ['away-from-home-period', 2, '2019-10-01'],
      ['first-away-from-home-recommendation', 2, '2019-11-01'],
    ])
  })

  test('a return to the family ends the period, and is what it is on the same day', () => {
    expect(clocks(started('2019-01-07'), returned('2019-03-01', { stillLookedAfter: true }))[0]).toEqual({
      clock: 'away-from-home-period',
      instance: 1,
      startedOn: '2019-01-07',
      returnedOn: '2019-03-01',
      leftOn: '2019-03-01',
      endedOn: '2019-03-01',
    })
  })

  test('of an approval falls away what was not approved later, or what became a return home', () => {
    const approved = [
      started('2019-01-07'),
      recommended('2019-05-01'),
      panelHeld('2019-06-01'),
      decided('2019-06-10'),
    ]
    expect(of('first-permanence-order-approval', ...approved, decided('2019-07-01', 'not-approved'))).toEqual(
      {
        startedOn: '2019-06-10',
        decidedOn: '2019-07-01',
        leftOn: '2019-07-01',
      },
    )
    const home = returnRecommended('2019-06-20')
    expect(
      of('first-permanence-order-approval', ...approved, home, decided('2019-07-01', 'not-approved')),
    ).toMatchObject({ leftOn: '2019-06-20' })
    expect(of('first-away-from-home-recommendation', ...approved, home)).toMatchObject({
      panelOn: '2019-06-01',
      leftOn: '2019-06-20',
    })
  })

  test('a lodging counts when it is of a permanence order', () => {
    const approved = [
      started('2019-01-07'),
      recommended('2019-05-01'),
      panelHeld('2019-06-01'),
      decided('2019-06-10'),
      lodged('2019-07-01', 'kinship-care-order'),
    ]
    expect(of('first-permanence-order-approval', ...approved)).not.toHaveProperty('lodgedOn')
    expect(of('first-permanence-order-approval', ...approved, lodged('2019-08-01'))).toMatchObject({
      lodgedOn: '2019-08-01',
    })
  })

  test('a peer review is done when both managers were told of it, also after the period in which it was held', () => {
    const held = [
      startedAtHome('2016-05-02'),
      peerReviewHeld('2018-10-01'),
      fedBack('2018-10-03', 'team-manager'),
    ]
    expect(of('at-home-period', ...held)).not.toHaveProperty('reviewedOn')
    const away = pathwayChanged('2018-10-10', 'away-from-home')
    const told = fedBack('2018-10-12', 'service-manager')
    expect(of('at-home-period', ...held, away, told)).toMatchObject({
      reviewedOn: '2018-10-12',
      leftOn: '2018-10-10',
    })
    // of a review that was held after the period, nothing is said about it
    expect(of('at-home-period', ...held, away, peerReviewHeld('2018-10-11'), told)).not.toHaveProperty(
      'reviewedOn',
    )
  })

  test('what a correction has left without its antecedent starts no clock', () => {
    const record = recorded(
      started('2019-01-07'),
      recommended('2019-05-01'),
      panelHeld('2019-06-01'),
      decided('2019-06-10'),
    )
    const withdrawn = corrected(record, 2, null)
    expect(factsKnown(withdrawn, FROM).aims.map(({ clock }) => clock)).toEqual([
      'away-from-home-period',
      'first-permanence-order-approval',
    ])
  })

  test('a clock counts where the journey was on its first day, and where it went while the period ran', () => {
    const [away, recommendation] = aims(
      started('2019-01-07'),
      transferred('2019-02-01', { locality: 'ross' }),
      transferred('2019-05-01', { locality: 'skye' }),
      recommended('2019-05-01'),
    )
    expect(away).toMatchObject({
      locality: 'caithness',
      moves: [
        { on: '2019-02-01', to: 'ross' },
        { on: '2019-05-01', to: 'skye' },
      ],
    })
    expect(recommendation).toMatchObject({ locality: 'skye', moves: [] })
  })

  test('a move to another authority ends the period', () => {
    expect(
      of('away-from-home-period', started('2019-01-07'), transferred('2019-02-01', { authority: 'moray' })),
    ).toEqual({ startedOn: '2019-01-07', leftOn: '2019-02-01', endedOn: '2019-02-01' })
  })

  test('of a journey that was recorded in error there is nothing to count', () => {
    const facts = factsOf(journey(started('2019-01-07'), closed('2019-02-01', 'recorded-in-error')), FROM)
    expect(facts).toEqual({ aims: [], meetings: [], delays: [] })
  })

  test('while a correction has left the end of a journey before its beginning, there is nothing either', () => {
    const record = recorded(started('2019-01-07'), closed('2019-02-01'))
    expect(factsKnown(corrected(record, 1, started('2019-03-01')), FROM).aims).toEqual([])
  })

  test('a meeting says whether the child was heard: in person, in writing or by an advocate', () => {
    const views = (how: 'advocate' | 'declined') => ({ views: [{ of: 'child', how }] as const })
    const { meetings } = factsOf(
      journey(
        started('2019-01-07'),
        meetingHeld('72-hour', '2019-01-09', views('declined')),
        reviewHeld('6-week', '2019-02-15', views('advocate')),
        reviewHeld('later', '2019-05-15', { views: [{ of: 'parent', how: 'in-person' }] }),
      ),
      FROM,
    )
    expect(meetings).toEqual([
      {
        eventId: 'event-2',
        kind: 'child-plan-meeting',
        heldOn: '2019-01-09',
        locality: 'caithness',
        childHeard: false,
      },
      { eventId: 'event-3', kind: 'review', heldOn: '2019-02-15', locality: 'caithness', childHeard: true },
      { eventId: 'event-4', kind: 'review', heldOn: '2019-05-15', locality: 'caithness', childHeard: false },
    ])
  })

  test('an explained delay says of which rule and why, and where', () => {
    const explained = fact('delay-explained', '2019-03-01', { ruleId: 'permanence-panel', reason: 'court' })
    const { delays } = factsOf(
      journey(started('2019-01-07'), transferred('2019-02-01', { locality: 'ross' }), explained),
      FROM,
    )
    expect(delays).toEqual([
      {
        eventId: 'event-3',
        ruleId: 'permanence-panel',
        reason: 'court',
        saidOn: '2019-03-01',
        locality: 'ross',
      },
    ])
  })

  test('what occurred by a day gives the same facts as all that occurred, without what came after', () => {
    fc.assert(
      fc.property(anyRecords, days, (record, day) => {
        const known = journeyOf(record)
        fc.pre(known.closed?.reason !== 'recorded-in-error')
        const byThen = factsThatStand(record).filter(({ occurred }) => occurred.on <= day)
        const started = known.start.occurred.on <= day
        expect(started ? factsKnown(byThen, FROM) : factsKnown([], FROM)).toEqual(
          without(factsOf(known, FROM), day),
        )
      }),
      often,
    )
  })
})

describe('what was known of the clocks of aims', () => {
  test('what was known before a correction stays known of then', () => {
    const record = recorded(
      typed('2019-01-08T10:00:00Z', started('2019-01-07')),
      typed('2019-05-02T10:00:00Z', recommended('2019-05-01')),
    )
    const history = aimHistoryOf(corrected(record, 2, null, '2019-06-01T10:00:00Z'), FROM)
    expect(
      history.map(({ clock, recommendedOn, knownFrom, knownTo }) => [
        clock,
        recommendedOn,
        knownFrom,
        knownTo,
      ]),
    ).toEqual([
      ['away-from-home-period', null, '2019-01-08T10:00:00.000Z', '2019-05-02T10:00:00.000Z'],
      ['away-from-home-period', '2019-05-01', '2019-05-02T10:00:00.000Z', '2019-06-01T10:00:00.000Z'],
      ['first-away-from-home-recommendation', null, '2019-05-02T10:00:00.000Z', '2019-06-01T10:00:00.000Z'],
      ['away-from-home-period', null, '2019-06-01T10:00:00.000Z', null],
    ])
  })

  test('at any moment it is what the record of that moment gives', () => {
    fc.assert(
      fc.property(records, fc.nat(), ({ record }, chosen) => {
        const { recordedAt: moment } = record[chosen % record.length] as RecordedEvent
        const byThen = record.filter(({ recordedAt }) => recordedAt <= moment)
        expect(inOneOrder(knownAt(aimHistoryOf(record, FROM), moment))).toEqual(
          inOneOrder(factsKnown(byThen, FROM).aims),
        )
      }),
      often,
    )
  })
})

function aims(...facts: readonly Fact[]): readonly AimFact[] {
  return factsOf(journey(...facts), FROM).aims
}

// Only what is so: dates that have not come and moves that were not made say nothing.
function clocks(...facts: readonly Fact[]) {
  return aims(...facts).map(({ locality: _, moves: __, cohort: ___, ...fact }) =>
    Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== null)),
  )
}

function of(clock: AimFact['clock'], ...facts: readonly Fact[]) {
  const { clock: _, instance: __, ...fact } = clocks(...facts).find((one) => one['clock'] === clock) ?? {}
  return fact
}

function without({ aims, meetings, delays }: Facts, after: LocalDate): Facts {
  const known = (day: LocalDate | null) => (day !== null && day <= after ? day : null)
  return {
    aims: aims
      .filter(({ startedOn }) => startedOn <= after)
      .map((one) => ({
        ...one,
        moves: one.moves.filter(({ on }) => on <= after),
        recommendedOn: known(one.recommendedOn),
        panelOn: known(one.panelOn),
        decidedOn: known(one.decidedOn),
        lodgedOn: known(one.lodgedOn),
        reviewedOn: known(one.reviewedOn),
        returnedOn: known(one.returnedOn),
        leftOn: known(one.leftOn),
        endedOn: known(one.endedOn),
      })),
    meetings: meetings.filter(({ heldOn }) => heldOn <= after),
    delays: delays.filter(({ saidOn }) => saidOn <= after),
  }
}

function knownAt(history: readonly KnownAimFact[], moment: Instant): AimFact[] {
  return history
    .filter(({ knownFrom, knownTo }) => knownFrom <= moment && (knownTo === null || moment < knownTo))
    .map(({ knownFrom: _, knownTo: __, ...fact }) => fact)
}

function inOneOrder(facts: readonly AimFact[]): readonly AimFact[] {
  return [...facts].sort((a, b) => (`${a.clock} ${a.instance}` < `${b.clock} ${b.instance}` ? -1 : 1))
}
