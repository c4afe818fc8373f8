import type { Calendar } from '../domain/calendar'
import type { Policy } from '../domain/policy'
import type { Hours } from '../domain/sending'
import { releasedCalendars } from './released-calendars'

/**
 * When somebody is told of what can wait: on the working days of their own calendar, in its newest version, else of their
 * policy's, else on weekdays; from the policy's hour. Nine in the morning where this process does not have the policy.
 *
 * @param calendar the id of their calendar; one that is not released counts as none
 */
export function workingHours(policy: Policy | undefined, calendar: string | undefined): Hours {
  const own = newestCalendar(calendar) ?? policyCalendar(policy)
  return { hour: policy?.noticeHour ?? 9, ...(own && { calendar: own }) }
}

function newestCalendar(id: string | undefined): Calendar | undefined {
  return releasedCalendars()
    .map(({ calendar }) => calendar)
    .filter((one) => one.id === id)
    .sort((a, b) => b.version - a.version)[0]
}

function policyCalendar(policy: Policy | undefined): Calendar | undefined {
  return policy?.workingCalendar === undefined ? undefined : policy.calendars[policy.workingCalendar]
}
