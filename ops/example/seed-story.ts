import { fact, type ExampleJourney } from './fact'
import {
  childPlanMeeting,
  decided,
  lookedAfterWell,
  panelSupported,
  parentsTold,
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
      parentsTold('2018-12-20'),
      fact('2019-03-11', 'order-lodged', { order: 'adoption' }),
      ...lookedAfterWell('2018-04-16', '2019-08-20', '2018-05-25'),
      fact('2019-08-20', 'order-granted', { order: 'adoption' }),
    ],
  },
  {
    childReference: 'CAI-2018-02',
    locality: 'caithness',
    startedAt: '2018-05-14',
    start: { pathway: 'away-from-home', legalBasis: 'voluntary-s25', placementType: 'prospective-adopters' },
    facts: [
      seventyTwoHourMeeting('2018-05-16', { threeMonth: '2018-08-09', sixMonth: '2018-11-08' }),
      sixWeekReview('2018-06-21'),
      childPlanMeeting('2018-08-09', '3-month'),
      recommendedAtSixMonths('2018-11-08', 'permanence-order-with-authority-to-adopt'),
      panelSupported('2019-01-24'),
      decided('2019-02-04', 'approve-permanence-order-with-authority-to-adopt'),
      parentsTold('2019-02-08'),
      fact('2019-05-13', 'order-lodged', { order: 'permanence-order-with-authority-to-adopt' }),
      fact('2019-10-07', 'order-granted', { order: 'permanence-order-with-authority-to-adopt' }),
      fact('2019-10-07', 'legal-basis-changed', { legalBasis: 'permanence-order' }),
      fact('2020-03-02', 'order-lodged', { order: 'adoption' }),
      ...lookedAfterWell('2018-05-14', '2020-06-15', '2018-06-21'),
      fact('2020-06-15', 'order-granted', { order: 'adoption' }),
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
      ...lookedAfterWell('2018-06-25', '2019-05-20', '2018-08-02'),
      fact('2019-05-20', 'order-granted', { order: 'kinship-care-order' }),
    ],
  },
  {
    childReference: 'CAI-2018-04',
    locality: 'caithness',
    startedAt: '2018-07-30',
    start: { pathway: 'away-from-home', legalBasis: 'icso', placementType: 'council-home' },
    facts: [
      fact('2018-08-20', 'legal-basis-changed', { legalBasis: 'voluntary-s25' }),
      seventyTwoHourMeeting('2018-08-01', { threeMonth: '2018-10-25', sixMonth: '2019-01-24' }),
      sixWeekReview('2018-09-06'),
      childPlanMeeting('2018-10-25', '3-month'),
      recommendedAtSixMonths('2019-01-24', 'permanence-order'),
      panelSupported('2019-04-11'),
      decided('2019-04-23', 'approve-permanence-order'),
      parentsTold('2019-04-26'),
      fact('2019-08-05', 'order-lodged', { order: 'permanence-order' }),
      fact('2019-12-09', 'order-granted', { order: 'permanence-order' }),
      fact('2019-12-09', 'legal-basis-changed', { legalBasis: 'permanence-order' }),
      ...lookedAfterWell('2018-07-30', '2022-03-14', '2018-09-06'),
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
      ...lookedAfterWell('2018-08-20', '2018-12-03', '2018-09-27'),
      fact('2018-12-03', 'returned-to-family', {}),
    ],
  },
]
