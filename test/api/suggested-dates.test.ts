import { suggestedDates, withSuggestions } from '../../api/pages/suggestions'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { deadlineAnswers } from '../../api/journeys/representation'
import { EVENT_FORMS } from '../../web/forms/event-forms'
import type { RecordedJourney } from '../../db/record'
import { standingAt } from '../../domain/standing'
import { instant } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import { started } from '../support/journeys'
import { stateOf } from '../../domain/state'
import { recorded } from '../support/journeys'

const { policy } = currentPolicy('highland')
const { fields } = EVENT_FORMS['child-plan-meeting-held']

/** The deadlines of a journey that started on a day, as its page has them. */
function startedOn(day: string): Pick<JourneyAnswer, 'deadlines'> {
  const state = stateOf(recorded(started(day)), policy)
  const { deadlines } = standingAt(state.standing, instant(`${day}T12:00:00Z`))
  return {
    deadlines: deadlineAnswers({ state, policy } as RecordedJourney, deadlines) as JourneyAnswer['deadlines'],
  }
}

function hintsOf(day: string, typed: Record<string, string> = {}): (string | undefined)[] {
  return withSuggestions(fields, typed, startedOn(day), policy)
    .filter(({ name }) => name.startsWith('agreedDates.'))
    .map(({ hint }) => hint)
}

describe('The dates that the 72-hour meeting agrees', () => {
  test('are suggested on the last working day before each is due, with its weekday', () => {
    // three months after Friday 27 March are a Saturday, six months a Sunday
    expect(suggestedDates(startedOn('2026-03-27'), policy)).toEqual({
      'agreedDates.threeMonth-day': '26',
      'agreedDates.threeMonth-month': '6',
      'agreedDates.threeMonth-year': '2026',
      'agreedDates.sixMonth-day': '25',
      'agreedDates.sixMonth-month': '9',
      'agreedDates.sixMonth-year': '2026',
    })
    expect(hintsOf('2026-03-27')[0]).toContain(
      'Suggested: Friday 26 June 2026, the last working day before it is due on Saturday 27 June 2026.',
    )
  })

  test('pass over a holiday: 15 June 2026 is one in Scotland', () => {
    expect(hintsOf('2026-03-15')[0]).toContain('Suggested: Friday 12 June 2026, the last working day before')
  })

  test('are the day itself where it is worked', () => {
    expect(hintsOf('2026-03-03')[0]).toContain(
      'Suggested: Wednesday 3 June 2026, the last day on which it is in time',
    )
  })

  test('are not suggested past the years that the calendar knows', () => {
    expect(suggestedDates(startedOn('2028-11-01'), policy)).toEqual({})
    expect(hintsOf('2028-11-01')[0]).toBe('For example, 27 3 2026, and 14:30 if the time is known.')
  })

  test('that are typed otherwise are taken, and what is amiss with them is said', () => {
    const typed = {
      'agreedDates.threeMonth-day': '28',
      'agreedDates.threeMonth-month': 'june',
      'agreedDates.threeMonth-year': '2026',
    }
    const [hint, other] = hintsOf('2026-03-27', typed)
    expect(hint).toContain('Sunday 28 June 2026 is after it is due: it can be recorded, and is warned of.')
    expect(hint).toContain('Sunday 28 June 2026 is not a working day.')
    expect(other).not.toContain('warned')
  })
})
