import { eventToRecord, EVENT_FIELDS } from '../../contracts/event-schemas'
import { FACT_TYPES } from '../../domain/events'
import { EVENT_FORMS, type RecordableType } from '../../web/forms/event-forms'
import { elementFor } from '../../web/forms/field'
import { readForm, ticked, typedDay } from '../../web/forms/read-form'

describe('the form of a child plan meeting', () => {
  const { fields } = EVENT_FORMS['child-plan-meeting-held']

  test('filled in whole, says what the API takes', () => {
    const { body, wrong } = readForm(fields, {
      meeting: '72-hour',
      'occurredAt-day': '30',
      'occurredAt-month': 'mar',
      'occurredAt-year': '2026',
      'occurredAt-time': '10:00',
      chair: ' manager-1 ',
      'attendance-health': 'attended',
      'attendance-education': 'apologies',
      'attendance-legal': '',
      'views-child': 'in-person',
      immediateNeeds: 'Contact with a brother',
      'actions-1-what': 'Ring the school',
      'actions-1-owner': 'education',
      'actions-1-due-day': '2',
      'actions-1-due-month': '4',
      'actions-1-due-year': '2026',
      'agreedDates.threeMonth-day': '24',
      'agreedDates.threeMonth-month': '6',
      'agreedDates.threeMonth-year': '2026',
      recommendation: 'none',
      route: '',
    })
    expect(wrong).toEqual([])
    expect(eventToRecord.parse({ type: 'child-plan-meeting-held', ...body })).toEqual({
      type: 'child-plan-meeting-held',
      meeting: '72-hour',
      occurredAt: '2026-03-30T10:00:00+01:00',
      chair: 'manager-1',
      attendance: { health: 'attended', education: 'apologies' },
      views: [{ of: 'child', how: 'in-person' }],
      immediateNeeds: 'Contact with a brother',
      actions: [{ what: 'Ring the school', owner: 'education', due: '2026-04-02' }],
      agreedDates: { threeMonth: '2026-06-24' },
      recommendation: 'none',
    })
  })

  test('left empty, says nothing at all', () => {
    expect(readForm(fields, {})).toEqual({ body: {}, wrong: [] })
  })

  test('names the field of a date that cannot be', () => {
    const { wrong } = readForm(fields, {
      'agreedDates.sixMonth-day': '31',
      'agreedDates.sixMonth-month': '9',
      'agreedDates.sixMonth-year': '2026',
    })
    expect(wrong).toEqual([
      { field: 'agreedDates.sixMonth', message: 'must be a real date, such as 27 3 2026' },
    ])
  })

  test('leads from a mistake to the element where it is mended', () => {
    expect(elementFor('agreedDates.threeMonth', fields)).toBe('agreedDates.threeMonth-day')
    expect(elementFor('views.0.how', fields)).toBe('views-child')
    expect(elementFor('actions.0.owner', fields)).toBe('actions-1-what')
    expect(elementFor('meeting', fields)).toBe('meeting-72-hour')
    expect(elementFor('chair', fields)).toBe('chair')
    expect(elementFor('unheard-of', fields)).toBeUndefined()
  })
})

describe('the members of a panel', () => {
  test('are one on each line, or with commas between them', () => {
    const { fields } = EVENT_FORMS['panel-held']
    expect(readForm(fields, { members: 'member-1\r\n member-2, member-3;\n' }).body).toEqual({
      members: ['member-1', 'member-2', 'member-3'],
    })
  })
})

describe('a choice of several', () => {
  const field = {
    kind: 'several',
    name: 'alsoFor',
    label: 'Also for',
    options: [
      { value: 'one', words: 'One' },
      { value: 'two', words: 'Two' },
    ],
  } as const

  test('says those that are ticked, in the order of the form', () => {
    expect(readForm([field], ticked('alsoFor', ['two', 'one'])).body).toEqual({ alsoFor: ['one', 'two'] })
    expect(readForm([field], { 'alsoFor-two': 'yes', 'alsoFor-three': 'yes' }).body).toEqual({
      alsoFor: ['two'],
    })
  })

  test('without a tick says nothing, or, where nothing is a choice too, that there is none', () => {
    expect(readForm([field], {}).body).toEqual({})
    expect(readForm([{ ...field, always: true }], {}).body).toEqual({ alsoFor: [] })
  })

  test('leads from a mistake to its first tick', () => {
    expect(elementFor('alsoFor.1', [field])).toBe('alsoFor-one')
  })
})

test('a day that is known is typed into the three parts of its field', () => {
  const field = { kind: 'when', name: 'leftOn', label: 'Left', time: false } as const
  expect(readForm([field], typedDay('leftOn', '2026-03-07')).body).toEqual({ leftOn: '2026-03-07' })
  expect(readForm([field], typedDay('leftOn', undefined)).body).toEqual({})
})

describe('every form', () => {
  const types = FACT_TYPES.filter((type): type is RecordableType => type !== 'looked-after-started')

  test.each(types)('of %s has each field that the API takes, and no other', (type) => {
    const onForm = new Set(EVENT_FORMS[type].fields.map(({ name }) => name.split('.')[0]))
    expect([...onForm].sort()).toEqual(['occurredAt', ...Object.keys(EVENT_FIELDS[type].shape)].sort())
  })
})
