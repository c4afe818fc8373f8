import { childrenPageRoute } from './children-page'
import { journeyPageRoute, recordPageRoute } from './journey-pages'
import { mailPageRoute } from './mail-page'
import type { PageRoute } from './page-route'
import { eventFormRoute, recordEventPageRoute } from './record-event-pages'
import { startFormRoute, startJourneyPageRoute } from './start-journey-pages'

/** Every page for people who are signed in, each with the actions that let somebody in. */
export const PAGES: readonly PageRoute[] = [
  childrenPageRoute,
  startFormRoute,
  startJourneyPageRoute,
  journeyPageRoute,
  recordPageRoute,
  eventFormRoute,
  recordEventPageRoute,
  mailPageRoute,
]
