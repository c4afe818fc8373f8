import { instant, localDateOf, plusDays, type LocalDate } from '../../domain/time'

/** The day so many days ago, in London: for what is judged by PostgreSQL's clock, which no test can set. */
export function daysAgo(days: number): LocalDate {
  return plusDays(localDateOf(instant(Date.now())), -days)
}

/** The day in so many days. */
export function inDays(days: number): LocalDate {
  return daysAgo(-days)
}
