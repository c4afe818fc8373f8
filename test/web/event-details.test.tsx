import { render } from 'preact-render-to-string'
import { EVENT_FIELDS } from '../../contracts/event-schemas'
import { FACT_TYPES } from '../../domain/events'
import { EventDetails, type Said } from '../../web/components/event-details'
import { fieldWords, wordsFor } from '../../web/words'

const NAMES = {
  rules: { 'later-review': 'Next review' },
  localities: { skye: 'Skye' },
  person: (id: string) => (id === 'person-1' ? 'Ailsa Practice' : id),
}

/** What an event is shown to say, by the names of its fields. */
function shown(event: Said & Record<string, unknown>): Record<string, string> {
  const html = render(<EventDetails event={event} names={NAMES} />)
  const rows = [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)]
  return Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value.replaceAll('&#39;', "'")]))
}

const on = { occurredAt: '2026-03-27' }

describe('What an event says', () => {
  test('is in the words of people, not in codes', () => {
    expect(
      shown({
        type: 'placement-changed',
        ...on,
        placementType: 'kinship',
        placedIn: 'argyll-and-bute',
        siblingsTogether: false,
      }),
    ).toEqual({
      Placement: 'Kinship care',
      'In the area of': 'Argyll and Bute',
      'Together with brothers and sisters': 'No',
    })
    expect(
      shown({ type: 'consent-recorded', ...on, of: 'child', to: 'adoption', consent: 'incapable' }),
    ).toEqual({
      Of: 'The child',
      'To the order': 'Adoption',
      Consent: 'Not capable of consenting',
    })
  })

  test('calls rules and localities by the names that the policy gives them', () => {
    expect(
      shown({ type: 'delay-explained', ...on, ruleId: 'later-review', reason: 'panel-date', note: 'legal' }),
    ).toEqual({
      'What is late': 'Next review',
      Reason: 'Date of the panel',
      Note: 'legal',
    })
    expect(shown({ type: 'transferred', ...on, locality: 'skye', team: 'north' })).toEqual({
      Locality: 'Skye',
      Team: 'north',
    })
  })

  test('calls people by their names, where they are known', () => {
    expect(shown({ type: 'panel-held', ...on, members: ['person-1', 'person-2'] })).toEqual({
      Members: 'Ailsa Practice, person-2',
    })
  })

  test("leaves people's own words and ids as they are", () => {
    expect(shown({ type: 'hearing-held', ...on, outcome: 'other' })).toEqual({ Outcome: 'other' })
    expect(
      shown({ type: 'worker-assigned', ...on, worker: 'lead', as: 'cover', until: '2026-04-30' }),
    ).toEqual({
      Worker: 'lead',
      As: 'Cover for the lead worker',
      Until: 'Thursday 30 April 2026',
    })
  })

  test('does not say when, by whom and whether it was corrected: that stands around it', () => {
    const corrected = { correctedBy: 'event-2', withdrawn: true, recordedAt: '2026-03-28T10:00:00+00:00' }
    expect(shown({ type: 'parents-notified', ...on, ...corrected })).toEqual({})
  })
})

// These are shown in their own way.
const APART = ['attendance', 'actions', 'agreedDates', 'views']

test.each(FACT_TYPES)('every field of %s has words of its own', (type) => {
  for (const field of Object.keys(EVENT_FIELDS[type].shape).filter((name) => !APART.includes(name))) {
    const words = fieldWords(type, field)
    // a name of several words, run together, is nobody's word
    expect(words).toMatch(/^[A-Z][a-z' -]*( \S+)*$/)
    if (/[A-Z]/.test(field)) expect(words).not.toBe(wordsFor(field))
  }
})
