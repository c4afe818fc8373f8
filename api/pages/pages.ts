import { dashboardPageRoute, delayPageRoute, workloadPageRoute } from './report-pages'
import { exportsPageRoute } from './exports-page'
import { findChildPageRoute } from './find-child-page'
import { breakGlassFormRoute, breakGlassPageRoute } from './break-glass-pages'
import { childFormRoute, keepChildPageRoute } from './child-pages'
import { auditPageRoute, whoLookedPageRoute } from './audit-pages'
import { chronologyPageRoute } from './chronology-page'
import { childrenPageRoute } from './children-page'
import {
  correctEventPageRoute,
  correctFormRoute,
  withdrawEventPageRoute,
  withdrawFormRoute,
} from './correct-event-pages'
import { journeyPageRoute, recordPageRoute } from './journey-pages'
import { cancelImportPageRoute, importPageRoute, importsPageRoute, takeInPageRoute } from './import-pages'
import { diaryPageRoute } from './diary-page'
import { noticesPageRoute, resendPageRoute } from './notices-pages'
import { mailPageRoute } from './mail-page'
import { aimsPageRoute, behindAimPageRoute } from './aims-pages'
import { agenciesPageRoute, takeInContactsPageRoute } from './agencies-page'
import {
  addContactPageRoute,
  contactFormRoute,
  keepContactPageRoute,
  newContactFormRoute,
  removeContactFormRoute,
  removeContactPageRoute,
} from './contact-pages'
import {
  endMeetingsFormRoute,
  endMeetingsPageRoute,
  keepRhythmPageRoute,
  keepSingleMeetingPageRoute,
  rhythmFormRoute,
  singleMeetingFormRoute,
} from './meeting-forms'
import { meetingPackPageRoute, meetingsPageRoute } from './meetings-page'
import { handOverPageRoute, handoverFormRoute } from './handover-pages'
import {
  addNodeFormRoute,
  addNodePageRoute,
  beginDiagramPageRoute,
  diagramDetailsFormRoute,
  diagramPageRoute,
  keepDiagramDetailsPageRoute,
  keepNodePageRoute,
  newDiagramFormRoute,
  nodeFormRoute,
  removeNodeFormRoute,
  removeNodePageRoute,
} from './driver-diagram-pages'
import {
  addForceFormRoute,
  addForcePageRoute,
  beginForcefieldPageRoute,
  forcefieldDetailsFormRoute,
  forcefieldPageRoute,
  forceFormRoute,
  keepForcefieldDetailsPageRoute,
  keepForcePageRoute,
  newForcefieldFormRoute,
  removeForceFormRoute,
  removeForcePageRoute,
} from './forcefield-pages'
import {
  diagramHistoryPageRoute,
  forcefieldHistoryPageRoute,
  improvementPageRoute,
  testHistoryPageRoute,
} from './improvement-page'
import {
  beginTestPageRoute,
  keepTestStepPageRoute,
  newTestFormRoute,
  testPageRoute,
  testStepFormRoute,
} from './test-of-change-pages'
import type { PageRoute } from './page-route'
import { peoplePageRoute, signOutPageRoute } from './people-page'
import { permissionsPageRoute } from './permissions-page'
import {
  adoptPageRoute,
  comparisonPageRoute,
  policiesPageRoute,
  policyPageRoute,
  whatIfPageRoute,
} from './policy-pages'
import { addPersonPageRoute, keepPersonPageRoute, newPersonFormRoute, personFormRoute } from './person-pages'
import {
  advancePracticePageRoute,
  endPracticePageRoute,
  practiceFormRoute,
  practicePageRoute,
  practicesPageRoute,
  startPracticePageRoute,
} from './practice-pages'
import { judgeSeriesPageRoute, runChartsPageRoute, seriesFormRoute } from './run-chart-pages'
import { eventFormRoute, recordEventPageRoute } from './record-event-pages'
import { linkSiblingsPageRoute, siblingsFormRoute } from './sibling-pages'
import { startFormRoute, startJourneyPageRoute } from './start-journey-pages'
import { whyPageRoute } from './why-page'
import { workOutPageRoute } from './work-out-page'
import { workPageRoute } from './work-page'

/** Every page for people who are signed in, each with the actions that let somebody in. */
export const PAGES: readonly PageRoute[] = [
  workPageRoute,
  dashboardPageRoute,
  workloadPageRoute,
  delayPageRoute,
  childrenPageRoute,
  diaryPageRoute,
  aimsPageRoute,
  behindAimPageRoute,
  startFormRoute,
  startJourneyPageRoute,
  journeyPageRoute,
  chronologyPageRoute,
  recordPageRoute,
  eventFormRoute,
  recordEventPageRoute,
  siblingsFormRoute,
  linkSiblingsPageRoute,
  noticesPageRoute,
  resendPageRoute,
  findChildPageRoute,
  breakGlassFormRoute,
  breakGlassPageRoute,
  childFormRoute,
  keepChildPageRoute,
  peoplePageRoute,
  signOutPageRoute,
  // before those with an id in their place, whose address would take these for one
  newPersonFormRoute,
  addPersonPageRoute,
  personFormRoute,
  keepPersonPageRoute,
  handoverFormRoute,
  handOverPageRoute,
  agenciesPageRoute,
  takeInContactsPageRoute,
  newContactFormRoute,
  addContactPageRoute,
  contactFormRoute,
  keepContactPageRoute,
  removeContactFormRoute,
  removeContactPageRoute,
  meetingsPageRoute,
  // before that of a pack, whose address would take these for one
  rhythmFormRoute,
  keepRhythmPageRoute,
  endMeetingsFormRoute,
  endMeetingsPageRoute,
  singleMeetingFormRoute,
  keepSingleMeetingPageRoute,
  meetingPackPageRoute,
  exportsPageRoute,
  correctFormRoute,
  correctEventPageRoute,
  withdrawFormRoute,
  withdrawEventPageRoute,
  whyPageRoute,
  policiesPageRoute,
  comparisonPageRoute,
  whatIfPageRoute,
  adoptPageRoute,
  policyPageRoute,
  improvementPageRoute,
  // before those with an id, a step, a node or a force in their place
  newTestFormRoute,
  beginTestPageRoute,
  testHistoryPageRoute,
  testPageRoute,
  testStepFormRoute,
  keepTestStepPageRoute,
  newDiagramFormRoute,
  beginDiagramPageRoute,
  diagramHistoryPageRoute,
  diagramPageRoute,
  diagramDetailsFormRoute,
  keepDiagramDetailsPageRoute,
  addNodeFormRoute,
  addNodePageRoute,
  nodeFormRoute,
  keepNodePageRoute,
  removeNodeFormRoute,
  removeNodePageRoute,
  newForcefieldFormRoute,
  beginForcefieldPageRoute,
  forcefieldHistoryPageRoute,
  forcefieldPageRoute,
  forcefieldDetailsFormRoute,
  keepForcefieldDetailsPageRoute,
  addForceFormRoute,
  addForcePageRoute,
  forceFormRoute,
  keepForcePageRoute,
  removeForceFormRoute,
  removeForcePageRoute,
  workOutPageRoute,
  runChartsPageRoute,
  seriesFormRoute,
  judgeSeriesPageRoute,
  importsPageRoute,
  takeInPageRoute,
  importPageRoute,
  cancelImportPageRoute,
  auditPageRoute,
  whoLookedPageRoute,
  practicesPageRoute,
  // before the one with an id in its place
  practiceFormRoute,
  startPracticePageRoute,
  practicePageRoute,
  advancePracticePageRoute,
  endPracticePageRoute,
  permissionsPageRoute,
  mailPageRoute,
]
