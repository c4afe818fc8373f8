import { liveRoute, readyRoute } from './health-routes'
import { listJourneysRoute } from './journeys/list-journeys'
import { readJourneyRoute } from './journeys/read-journey'
import { readNoticesRoute } from './journeys/read-notices'
import { recordEventRoute } from './journeys/record-event'
import { startJourneyRoute } from './journeys/start-journey'
import type { Route } from './route'
import { streamRoute } from './stream-route'
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
  readNoticesRoute,
  streamRoute,
  liveRoute,
  readyRoute,
  ...describingRoutes(() => ROUTES),
]
