import { UnknownEventVersionError, upcast, versionOfType, type Upcasters } from '../../domain/event-versions'

const MADE_UP: Upcasters = {
  'review-held': [
    (fields) => ({ ...fields, second: true }),
    ({ review, ...rest }) => ({ ...rest, review: `${String(review)}, as it is called now` }),
  ],
}

describe('an event of an earlier version', () => {
  it.each([
    [1, { review: '6-week, as it is called now', second: true }],
    [2, { review: '6-week, as it is called now' }],
    [3, { review: '6-week' }],
  ])('of version %d says what it would say today', (version, said) => {
    expect(upcast('review-held', version, { review: '6-week' }, MADE_UP)).toEqual(said)
  })

  it('that never changed is as it was', () => {
    expect(versionOfType('visit-made', MADE_UP)).toBe(1)
    expect(upcast('visit-made', 1, { childSeen: true }, MADE_UP)).toEqual({ childSeen: true })
  })

  it.each([0, 4, 1.5])('is none when its version is %d: it is named, and never guessed at', (version) => {
    expect(() => upcast('review-held', version, {}, MADE_UP)).toThrow(
      new UnknownEventVersionError('review-held', version, 3),
    )
  })
})

it.each(['order-lodged', 'order-granted', 'order-refused', 'application-withdrawn'] as const)(
  '%s that left the order blank was of a permanence order; one that named it stays so',
  (type) => {
    expect(upcast(type, 1, {})).toEqual({ order: 'permanence-order' })
    expect(upcast(type, 1, { order: 'adoption' })).toEqual({ order: 'adoption' })
    expect(versionOfType(type)).toBe(2)
  },
)
