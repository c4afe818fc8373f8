import { TZDate } from '@date-fns/tz'
import { format } from 'date-fns'
import { CIVIL_ZONE, parseOccurrence } from './time'

/**
 * A date or a moment as people write it: `Tuesday 24 November 2026`, or `10:00 on Tuesday 24 November 2026` in London.
 * What is neither is given back as it is.
 */
export function inFull(date: string): string {
  const occurrence = parseOccurrence(date)
  if (occurrence === undefined) return date
  if (occurrence.at === undefined)
    return format(new TZDate(`${occurrence.on}T00:00:00Z`, 'UTC'), 'EEEE d MMMM yyyy')
  return format(new TZDate(occurrence.at, CIVIL_ZONE), "HH:mm 'on' EEEE d MMMM yyyy")
}
