import { circumstancesOf } from '../../domain/circumstances'
import { closed, fact, journey, returned, started, type Fact } from '../support/journeys'

const now = (...facts: readonly Fact[]) => circumstancesOf(journey(...facts))

describe('How a child is looked after', () => {
  test('is as it was said at the start, while nothing has changed', () => {
    const start = started('2026-03-02', {
      placementType: 'kinship',
      consentRequiredFrom: '2031-05-06' as never,
    })
    expect(now(start)).toEqual({
      legalBasis: 'voluntary-s25',
      placement: { placementType: 'kinship', setBy: 'event-1' },
      consentRequiredFrom: '2031-05-06',
    })
  })

  test('follows the order in which things occurred, not that in which they were typed', () => {
    const circumstances = now(
      started('2026-03-02'),
      fact('legal-basis-changed', '2026-05-01', { legalBasis: 'cso', expiresOn: '2027-04-30' as never }),
      fact('legal-basis-changed', '2026-04-01', { legalBasis: 'icso' }),
      fact('placement-changed', '2026-04-20', { placementType: 'foster', placedIn: 'moray' }),
      fact('placement-changed', '2026-03-20', { placementType: 'council-home' }),
    )
    expect(circumstances).toEqual({
      legalBasis: 'cso',
      legalBasisUntil: '2027-04-30',
      placement: { placementType: 'foster', placedIn: 'moray', setBy: 'event-4' },
    })
  })

  test('has no placement where nobody has said where the child lives', () => {
    expect(now(started('2026-03-02')).placement).toBeUndefined()
  })

  test('has no placement once the child is at home again', () => {
    const start = started('2026-03-02', { placementType: 'foster' })
    expect(now(start, returned('2026-06-01', { stillLookedAfter: true })).placement).toBeUndefined()
  })

  test('of a journey that has ended is as it was at its end', () => {
    const start = started('2026-03-02', { placementType: 'foster' })
    expect(now(start, closed('2026-06-01', 'aged-out')).placement).toEqual({
      placementType: 'foster',
      setBy: 'event-1',
    })
  })
})
