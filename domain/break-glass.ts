/** For how long a journey is opened to somebody who gave a reason. */
export const OPENED_HOURS = 4

/** How many journeys one person may have opened at a time: more is no emergency. */
export const OPENED_AT_ONCE = 5
