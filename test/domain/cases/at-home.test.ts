import {
  closed,
  fedBack,
  pathwayChanged,
  peerReviewHeld,
  returned,
  started,
  startedAtHome,
  type Fact,
} from '../../support/journeys'
import { casesOf } from './cases'

const home = startedAtHome('2023-03-01')
const toBoth = (on: string): Fact[] => [fedBack(on, 'team-manager'), fedBack(on, 'service-manager')]

casesOf('peer-review', 'PACE Highland, Aim 1', [
  ['12 weeks after two years at home', [home], ['2025-05-24 overdue']],
  [
    'of a child at home since 2015, 12 weeks after 1 September 2018',
    [startedAtHome('2015-05-04')],
    ['2018-11-24 overdue'],
  ],
  [
    'whose second anniversary was on 1 September 2018, the same',
    [startedAtHome('2016-09-01')],
    ['2018-11-24 overdue'],
  ],
  ['and on the day after, a day later', [startedAtHome('2016-09-02')], ['2018-11-25 overdue']],
  [
    'at home since 29 February, the two years end on 28 February',
    [startedAtHome('2024-02-29')],
    ['2026-05-23 overdue'],
  ],
  [
    'they can end on 29 February',
    [startedAtHome('2026-02-28'), peerReviewHeld('2028-02-29'), ...toBoth('2028-02-29')],
    ['2028-05-22 met'],
  ],
  ['the 12 weeks can end on 29 February', [startedAtHome('2025-12-07')], ['2028-02-29 overdue']],
  [
    'held and fed back to both managers on the last day it is met',
    [home, peerReviewHeld('2025-05-01'), ...toBoth('2025-05-24')],
    ['2025-05-24 met'],
  ],
  [
    'fed back to the second on the day after it is late',
    [
      home,
      peerReviewHeld('2025-05-01'),
      fedBack('2025-05-02', 'team-manager'),
      fedBack('2025-05-25', 'service-manager'),
    ],
    ['2025-05-24 met-late'],
  ],
  [
    'in either order',
    [
      home,
      peerReviewHeld('2025-05-01'),
      fedBack('2025-05-02', 'service-manager'),
      fedBack('2025-05-24', 'team-manager'),
    ],
    ['2025-05-24 met'],
  ],
  ['held but fed back to nobody it is not met', [home, peerReviewHeld('2025-05-01')], ['2025-05-24 overdue']],
  [
    'fed back to one manager twice it is not',
    [
      home,
      peerReviewHeld('2025-05-01'),
      fedBack('2025-05-02', 'team-manager'),
      fedBack('2025-05-03', 'team-manager'),
    ],
    ['2025-05-24 overdue'],
  ],
  [
    'fed back before it was held it is not',
    [home, ...toBoth('2025-05-01'), peerReviewHeld('2025-05-02')],
    ['2025-05-24 overdue'],
  ],
  [
    'held before the second anniversary, in the same time at home, it counts',
    [home, peerReviewHeld('2024-11-01'), ...toBoth('2025-03-10')],
    ['2025-05-24 met'],
  ],
  [
    'ended on the day before the anniversary there is none',
    [home, pathwayChanged('2025-02-28', 'away-from-home', 'cso')],
    ['no date'],
  ],
  [
    'ended on the anniversary itself there is none: it was not more than two years',
    [home, closed('2025-03-01')],
    ['no date'],
  ],
  ['ended on the day after it is cancelled', [home, closed('2025-03-02')], ['2025-05-24 cancelled']],
  [
    'ended before 1 September 2018 there is none',
    [startedAtHome('2015-05-04'), closed('2018-08-31')],
    ['no date'],
  ],
  [
    'ended after it there is one, cancelled',
    [startedAtHome('2015-05-04'), closed('2018-09-03')],
    ['2018-11-24 cancelled'],
  ],
  [
    'a break in between begins the two years again',
    [
      home,
      pathwayChanged('2024-03-01', 'away-from-home', 'cso'),
      pathwayChanged('2024-05-01', 'at-home', 'cso'),
    ],
    ['2026-07-24 overdue'],
  ],
  [
    'a peer review of the time at home before does not meet it',
    [
      home,
      peerReviewHeld('2024-01-10'),
      ...toBoth('2024-01-20'),
      pathwayChanged('2024-03-01', 'away-from-home', 'cso'),
      pathwayChanged('2024-05-01', 'at-home', 'cso'),
    ],
    ['2026-07-24 overdue'],
  ],
  [
    'returned home and still looked after, two years count from the return',
    [started('2023-01-09'), returned('2023-06-05', { stillLookedAfter: true })],
    ['2025-08-28 overdue'],
  ],
  [
    'two long times at home have one each',
    [
      startedAtHome('2016-01-04'),
      pathwayChanged('2019-01-07', 'away-from-home', 'cso'),
      pathwayChanged('2020-01-06', 'at-home', 'cso'),
    ],
    ['2018-11-24 cancelled', '2022-03-31 overdue'],
  ],
  ['away from home there is none', [started('2023-03-01')], ['no date']],
])
