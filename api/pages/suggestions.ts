import type { JourneyAnswer } from '../../contracts/journey-schema'
import { isWorkingDay, lastWorkingDayOnOrBefore, UncoveredYearError } from '../../domain/calendar'
import { inFull } from '../../domain/dates-in-words'
import { calendarIn, type Outcome, type Policy } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'
import { fillDate } from '../../web/forms/fill-form'
import type { Field, Typed } from '../../web/forms/field'
import { readDate } from '../../web/forms/read-date'
import { agreedDateHint } from '../../web/words'

type Dated = Pick<JourneyAnswer, 'deadlines'>

/** The dates that the 72-hour meeting agrees, by the field of its form, and what each meeting meets. */
const AGREED: readonly { readonly field: string; readonly metBy: Outcome }[] = [
  { field: 'agreedDates.threeMonth', metBy: '3-month-meeting' },
  { field: 'agreedDates.sixMonth', metBy: '6-month-meeting-or-recommendation' },
]

/** The date that is suggested for a meeting: the last working day on or before the day on which it is due. */
interface Suggestion {
  readonly field: string
  readonly on: LocalDate
  readonly dueOn: LocalDate
}

/** For the form of a child plan meeting: what would be typed to agree the suggested dates, where they can be reckoned. */
export function suggestedDates(journey: Dated, policy: Policy): Typed {
  const dates = suggestionsFor(journey, policy).map(({ field, on }) => fillDate(field, on))
  return Object.assign({}, ...dates) as Typed
}

/**
 * The fields with what is suggested in their hints, and the limit: nothing that is typed is refused for it, but a day
 * that is not worked, or is too late, is said to be so.
 */
export function withSuggestions(
  fields: readonly Field[],
  typed: Typed,
  journey: Dated,
  policy: Policy,
): Field[] {
  const suggestions = suggestionsFor(journey, policy)
  return fields.map((field) => {
    const suggestion = suggestions.find((one) => one.field === field.name)
    if (suggestion === undefined) return field
    const { on, dueOn } = suggestion
    const typedOn = dayTyped(field, typed)
    return {
      ...field,
      hint: agreedDateHint({
        suggested: inFull(on),
        due: inFull(dueOn),
        isDueDay: on === dueOn,
        ...(typedOn && {
          typed: {
            day: inFull(typedOn),
            isLate: typedOn > dueOn,
            isWorked: isWorked(policy, typedOn),
          },
        }),
      }),
    }
  })
}

function suggestionsFor({ deadlines }: Dated, policy: Policy): Suggestion[] {
  return AGREED.flatMap(({ field, metBy }) => {
    const ids = policy.rules.filter((rule) => rule.metBy === metBy).map(({ id }) => id)
    const dueOn = deadlines.find(({ ruleId }) => ids.includes(ruleId))?.dueOn as LocalDate | null | undefined
    const on = dueOn ? lastWorkingDay(policy, dueOn) : undefined
    return dueOn && on ? [{ field, on, dueOn }] : []
  })
}

// Where the calendar does not reach, no day is suggested: it would be a guess.
function lastWorkingDay(policy: Policy, day: LocalDate): LocalDate | undefined {
  const { workingCalendar } = policy
  if (workingCalendar === undefined) return undefined
  return covered(() => lastWorkingDayOnOrBefore(calendarIn(policy, workingCalendar), day))
}

function isWorked(policy: Policy, day: LocalDate): boolean {
  const { workingCalendar } = policy
  if (workingCalendar === undefined) return true
  return covered(() => isWorkingDay(calendarIn(policy, workingCalendar), day)) ?? true
}

function covered<T>(reckon: () => T): T | undefined {
  try {
    return reckon()
  } catch (error) {
    if (error instanceof UncoveredYearError) return undefined
    throw error
  }
}

function dayTyped({ name }: Field, typed: Typed): LocalDate | undefined {
  const part = (which: string) => typed[`${name}-${which}`] ?? ''
  const read = readDate({ day: part('day'), month: part('month'), year: part('year') })
  return 'wrong' in read ? undefined : (read.value as LocalDate | undefined)
}
