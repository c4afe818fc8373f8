import { giveAnswerRoute, showAnswerRoute } from './answers/routes'
import { searchAuditRoute } from './audit/search-audit'
import { readDiaryRoute } from './diary/read-diary'
import { breakGlassRoute } from './journeys/break-glass'
import { findChildRoute } from './journeys/find-child'
import { followChangesRoute } from './changes/follow-changes'
import { liveRoute, readyRoute } from './health-routes'
import { correctEventRoute } from './journeys/correct-event'
import { linkSiblingsRoute } from './journeys/link-siblings'
import { cancelImportRoute } from './imports/cancel-import'
import { importReportRoute } from './imports/import-report'
import { listImportsRoute } from './imports/list-imports'
import { readImportRoute } from './imports/read-import'
import { takeInRoute } from './imports/take-in'
import { diagramRoutes } from './improvement/driver-diagrams'
import { diagramDrawingRoute, forcefieldDrawingRoute } from './improvement/drawings'
import { forcefieldRoutes } from './improvement/forcefields'
import { cohortRoute, testRoutes } from './improvement/tests-of-change'
import { listJourneysRoute } from './journeys/list-journeys'
import { readChildRoute } from './journeys/read-child'
import { chronologyPdfRoute, readChronologyRoute } from './journeys/read-chronology'
import { readAuditRoute } from './journeys/read-audit'
import { readDeadlineRoute } from './journeys/read-deadline'
import { readJourneyRoute } from './journeys/read-journey'
import { readNoticesRoute } from './journeys/read-notices'
import { recordEventRoute } from './journeys/record-event'
import { replaceChildRoute } from './journeys/replace-child'
import { startJourneyRoute } from './journeys/start-journey'
import { myWorkRoute } from './me/my-work'
import { contactsCsvRoute } from './agencies/contacts-csv'
import { readAgenciesRoute } from './agencies/read-agencies'
import { replaceAgenciesRoute } from './agencies/replace-agencies'
import { takeInContactsRoute } from './agencies/take-in-contacts'
import { endMeetingsRoute } from './meetings/end-meetings'
import { readMeetingsOfRoute, readMeetingsRoute } from './meetings/read-meetings'
import { packPdfRoute, readPackRoute } from './meetings/read-pack'
import { replaceMeetingsRoute } from './meetings/replace-meetings'
import { celcisDictionaryRoute, exportCelcisRoute } from './exports/celcis'
import { exportClasRoute } from './exports/clas'
import { exportJourneysRoute } from './exports/journeys'
import { exportPublishedCsvRoute, exportPublishedRoute } from './exports/published'
import { handOverRoute } from './people/hand-over'
import { readPeopleRoute } from './people/read-people'
import { replacePeopleRoute } from './people/replace-people'
import { signOutRoute } from './people/sign-out'
import { advancePracticeRoute } from './practice/advance-practice'
import { endPracticeRoute } from './practice/end-practice'
import { listPracticeRoute, readPracticeRoute } from './practice/read-practice'
import { listNoticesRoute } from './notices/list-notices'
import { resendNoticeRoute } from './notices/resend-notice'
import { readPermissionsRoute } from './permissions/read-permissions'
import { adoptPolicyRoute } from './policies/adopt-policy'
import { comparePoliciesRoute } from './policies/compare-policies'
import { readCalendarsRoute, readPoliciesRoute } from './policies/read-policies'
import { whatIfRoute } from './policies/what-if'
import { readDashboardRoute } from './reports/read-dashboard'
import { readDelayRoute } from './reports/read-delay'
import { readWorkloadRoute } from './reports/read-workload'
import { runChartCsvRoute, runChartRoute, runChartSvgRoute } from './reports/run-chart'
import { behindAimRoute } from './reports/behind-aim'
import { readAimsRoute } from './reports/read-aims'
import type { Route } from './route'
import { streamRoute } from './stream-route'
import { reckonDeadlineRoute } from './tools/deadline'
import { judgeSeriesRoute } from './tools/run-chart'
import { describingRoutes } from './self-description'

/**
 * Every route of the API: what express serves, what permission is asked for, and what the OpenAPI document says are all
 * read from here.
 */
export const ROUTES: readonly Route[] = [
  startJourneyRoute,
  listJourneysRoute,
  readJourneyRoute,
  recordEventRoute,
  correctEventRoute,
  readDeadlineRoute,
  readNoticesRoute,
  listNoticesRoute,
  resendNoticeRoute,
  readAuditRoute,
  readChronologyRoute,
  chronologyPdfRoute,
  exportJourneysRoute,
  exportPublishedRoute,
  exportPublishedCsvRoute,
  exportCelcisRoute,
  celcisDictionaryRoute,
  exportClasRoute,
  breakGlassRoute,
  findChildRoute,
  reckonDeadlineRoute,
  judgeSeriesRoute,
  runChartRoute,
  runChartSvgRoute,
  runChartCsvRoute,
  linkSiblingsRoute,
  readChildRoute,
  replaceChildRoute,
  readPeopleRoute,
  replacePeopleRoute,
  handOverRoute,
  signOutRoute,
  readAgenciesRoute,
  replaceAgenciesRoute,
  contactsCsvRoute,
  takeInContactsRoute,
  readMeetingsRoute,
  readMeetingsOfRoute,
  replaceMeetingsRoute,
  endMeetingsRoute,
  readPackRoute,
  packPdfRoute,
  readDashboardRoute,
  readWorkloadRoute,
  readDelayRoute,
  readAimsRoute,
  behindAimRoute,
  myWorkRoute,
  readDiaryRoute,
  takeInRoute,
  listImportsRoute,
  readImportRoute,
  importReportRoute,
  cancelImportRoute,
  searchAuditRoute,
  followChangesRoute,
  listPracticeRoute,
  readPracticeRoute,
  advancePracticeRoute,
  endPracticeRoute,
  readPermissionsRoute,
  readPoliciesRoute,
  comparePoliciesRoute,
  whatIfRoute,
  adoptPolicyRoute,
  readCalendarsRoute,
  ...Object.values<Route>({ ...testRoutes }),
  cohortRoute,
  // before those with an id in its place, whose address would take these for one
  diagramDrawingRoute,
  ...Object.values<Route>({ ...diagramRoutes }),
  forcefieldDrawingRoute,
  ...Object.values<Route>({ ...forcefieldRoutes }),
  streamRoute,
  showAnswerRoute,
  giveAnswerRoute,
  liveRoute,
  readyRoute,
  ...describingRoutes(() => ROUTES),
]
