/** The path of a journey in the API: the one place that makes it. */
export function addressOf(journeyId: string): string {
  return `/api/v1/journeys/${journeyId}`
}
