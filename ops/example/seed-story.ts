import { fact, type ExampleJourney } from './fact'
import {
  childPlanMeeting,
  decided,
  panelSupported,
  recommendedAtSixMonths,
  seventyTwoHourMeeting,
  sixWeekReview,
} from './steps'

/**
 * The early results of PACE in Highland, as journeys: five children looked after and accommodated in Caithness since
 * 1 April 2018, four of them with a recommendation of permanence away from the family in less than 45 weeks, one
 * returned to the family in less than 45 weeks. All five have ended. The dates within the weeks are made up.
 *
 * Source: PACE in Highland, "Early Results".
 */
export const SEED_STORY: readonly ExampleJourney[] = [
  {
    childReference: 'CAI-2018-01',
    locality: 'caithness',
    startedAt: '2018-04-16',
    start: { pathway: 'away-from-home', legalBasis: 'voluntary-s25', placementType: 'foster' },
    facts: [
      seventyTwoHourMeeting('2018-04-18', { threeMonth: '2018-07-12', sixMonth: '2018-10-11' }),
      sixWeekReview('2018-05-25'),
      childPlanMeeting('2018-07-12', '3-month'),
      recommendedAtSixMonths('2018-10-11', 'adoption'),
      panelSupported('2018-12-05'),
      decided('2018-12-17', 'approve-adoption'),
      fact('2019-03-11', 'order-lodged', { order: 'adoption' }),
      fact('2019-08-20', 'journey-closed', { reason: 'adoption-granted' }),
    ],
  },
  {
    childReference: 'CAI-2018-02',
    locality: 'caithness',
    startedAt: '2018-05-14',
    start: { pathway: 'away-from-home', legalBasis: 'cso', placementType: 'prospective-adopters' },
    facts: [
      seventyTwoHourMeeting('2018-05-16', { threeMonth: '2018-08-09', sixMonth: '2018-11-08' }),
      sixWeekReview('2018-06-21'),
      childPlanMeeting('2018-08-09', '3-month'),
      recommendedAtSixMonths('2018-11-08', 'permanence-order-with-authority-to-adopt'),
      panelSupported('2019-01-24'),
      decided('2019-02-04', 'approve-permanence-order-with-authority-to-adopt'),
      fact('2019-05-13', 'order-lodged', { order: 'permanence-order-with-authority-to-adopt' }),
      fact('2020-06-15', 'journey-closed', { reason: 'adoption-granted' }),
    ],
  },
  {
    childReference: 'CAI-2018-03',
    locality: 'caithness',
    startedAt: '2018-06-25',
    start: { pathway: 'away-from-home', legalBasis: 'voluntary-s25', placementType: 'kinship' },
    facts: [
      seventyTwoHourMeeting('2018-06-27', { threeMonth: '2018-09-20', sixMonth: '2018-12-13' }),
      sixWeekReview('2018-08-02'),
      childPlanMeeting('2018-09-20', '3-month'),
      recommendedAtSixMonths('2018-12-13', 'kinship-care-order'),
      fact('2019-02-25', 'order-lodged', { order: 'kinship-care-order' }),
      fact('2019-05-20', 'journey-closed', { reason: 'kinship-order-granted' }),
    ],
  },
  {
    childReference: 'CAI-2018-04',
    locality: 'caithness',
    startedAt: '2018-07-30',
    start: { pathway: 'away-from-home', legalBasis: 'icso', placementType: 'council-home' },
    facts: [
      seventyTwoHourMeeting('2018-08-01', { threeMonth: '2018-10-25', sixMonth: '2019-01-24' }),
      sixWeekReview('2018-09-06'),
      childPlanMeeting('2018-10-25', '3-month'),
      recommendedAtSixMonths('2019-01-24', 'permanence-order'),
      panelSupported('2019-04-11'),
      decided('2019-04-23', 'approve-permanence-order'),
      fact('2019-08-05', 'order-lodged', { order: 'permanence-order' }),
      fact('2022-03-14', 'journey-closed', { reason: 'aged-out' }),
    ],
  },
  {
    childReference: 'CAI-2018-05',
    locality: 'caithness',
    startedAt: '2018-08-20',
    start: { pathway: 'away-from-home', legalBasis: 'voluntary-s25', placementType: 'foster' },
    facts: [
      seventyTwoHourMeeting('2018-08-22', { threeMonth: '2018-11-15', sixMonth: '2019-02-14' }),
      sixWeekReview('2018-09-27'),
      childPlanMeeting('2018-11-15', '3-month'),
      fact('2018-12-03', 'returned-to-family', {}),
    ],
  },
]
