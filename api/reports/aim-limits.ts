import type { AimLimit } from '../../domain/measures'
import type { LocalDate } from '../../domain/time'

const day = (text: string) => text as LocalDate

/** The limits of the four aims, as run charts count the share on time. Source: domain "Aims", the table. */
export const AIM_LIMITS: readonly AimLimit[] = [
  {
    id: '1',
    title: 'a peer review within 12 weeks of two years at home',
    clock: 'at-home-period',
    after: { months: 24 },
    from: day('2018-09-01'),
    carriesOver: true,
    outcome: 'peer-review-fed-back',
    within: { weeks: 12 },
  },
  {
    id: '2',
    title: 'a recommendation within 45 weeks',
    clock: 'away-from-home-period',
    from: day('2018-04-01'),
    outcome: 'recommendation',
    within: { weeks: 45 },
    withReturns: true,
  },
  {
    id: '3',
    title: 'a panel within 12 weeks',
    clock: 'first-away-from-home-recommendation',
    from: day('2018-09-01'),
    outcome: 'panel',
    within: { weeks: 12 },
  },
  {
    id: '4',
    title: 'a permanence order lodged within 16 weeks',
    clock: 'first-permanence-order-approval',
    from: day('2018-09-01'),
    outcome: 'permanence-order-lodged',
    within: { weeks: 16 },
  },
]
