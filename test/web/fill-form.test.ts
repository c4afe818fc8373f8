import fc from 'fast-check'
import { FACT_TYPES, type FactType } from '../../domain/events'
import { instant, wallTime, writeInstant, type LocalDate } from '../../domain/time'
import { correctionFields } from '../../web/forms/correct-form'
import type { Field } from '../../web/forms/field'
import { fillForm, readAgain, withRoomFor } from '../../web/forms/fill-form'
import { USUAL_COUNCIL } from '../../web/council'
import { USUAL_AGENCIES } from '../../domain/agencies'
import { put, readForm } from '../../web/forms/read-form'

const OFFERED = {
  people: [],
  localities: [{ value: 'skye', words: 'Skye' }],
  rules: [{ value: 'later-review', words: 'Next review' }],
  policies: [{ value: 'highland', words: 'Highland' }],
  agencies: USUAL_AGENCIES.map(({ id, name }) => ({ value: id, words: name })),
  council: USUAL_COUNCIL,
}

const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10) as LocalDate)
// of a wall time that comes twice the form means the first
const moment = fc
  .tuple(day, fc.nat(23), fc.nat(59), fc.nat(59))
  .map(([on, hour, minute, second]) =>
    writeInstant(instant(Date.parse(wallTime(on, hour, minute)) + second * 1000)),
  )
const text = fc.stringMatching(/^[A-Za-z][A-Za-z ,.\n]{0,30}[a-z]$/)
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)

/** Anything that can be said in a field. */
function sayable(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => value))
    case 'line':
      return id
    case 'words':
      return text
    case 'number':
      return fc.integer({ min: 1, max: 99 })
    case 'yes':
      return fc.constant(true)
    case 'yes-no':
      return fc.boolean()
    case 'when':
      return field.time ? fc.oneof(day, moment) : day
    case 'people':
      return fc.uniqueArray(id, { minLength: 1, maxLength: 4 })
    case 'several':
      return fc.subarray(
        field.options.map(({ value }) => value),
        { minLength: 1 },
      )
    case 'grid':
      return rowsOf(field)
    case 'actions':
      return fc.array(action(field), { minLength: 1, maxLength: 9 })
  }
}

function rowsOf({ rows, options, shape }: Extract<Field, { kind: 'grid' }>): fc.Arbitrary<unknown> {
  const option = fc.constantFrom(...options.map(({ value }) => value))
  return fc
    .subarray(
      rows.map(({ value }) => value),
      { minLength: 1 },
    )
    .chain((chosen) => fc.tuple(...chosen.map((of) => option.map((how) => ({ of, how })))))
    .map((said) =>
      shape === 'views' ? said : Object.fromEntries(said.map(({ of, how }): [string, string] => [of, how])),
    )
}

function action({ owners }: Extract<Field, { kind: 'actions' }>): fc.Arbitrary<object> {
  return fc.record(
    { what: id, owner: fc.constantFrom(...owners.map(({ value }) => value)), due: day },
    { requiredKeys: ['what', 'owner'] },
  )
}

/** All that can be said on a form, some of it left out. */
function saidOn(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.tuple(...fields.map((field) => fc.option(sayable(field), { nil: undefined }))).map((values) => {
    const body: Record<string, unknown> = {}
    fields.forEach(({ name }, index) => {
      if (values[index] !== undefined) put(body, name.split('.'), values[index])
    })
    return body
  })
}

const fieldsOf = (type: FactType) => correctionFields(type, OFFERED)

describe('A form for correcting', () => {
  test.each(FACT_TYPES)('%s, filled in with what stands and read again, says the same', (type) => {
    fc.assert(
      fc.property(saidOn(fieldsOf(type)), (said) => {
        const fields = withRoomFor(fieldsOf(type), said)
        const typed = fillForm(fields, said)
        expect(readForm(fields, typed)).toEqual({ body: said, wrong: [] })
        expect(readAgain(fields, typed, said)).toEqual({ body: said, wrong: [] })
      }),
      { numRuns: 40 },
    )
  })

  test('keeps what it has no place for, where nobody has touched it', () => {
    const stands = {
      replacement: {
        occurredAt: '2026-03-05T10:00:00+00:00',
        worker: 'worker-1',
        as: 'cover',
      },
    }
    const fields = fieldsOf('worker-assigned')
    const typed = { ...fillForm(fields, stands), 'replacement.worker': 'worker-2' }
    expect(readAgain(fields, typed, stands).body).toEqual({
      replacement: { ...stands.replacement, worker: 'worker-2' },
    })
  })

  test('keeps views that were given in two ways, until they are changed', () => {
    const views = [
      { of: 'parent', how: 'in-person' },
      { of: 'parent', how: 'written' },
    ]
    const stands = { replacement: { occurredAt: '2026-03-05', review: '6-week', views } }
    const fields = fieldsOf('review-held')
    const typed = fillForm(fields, stands)
    expect(readAgain(fields, typed, stands).body).toEqual(stands)
    const changed = { ...typed, 'replacement.views-parent': 'declined' }
    expect(readAgain(fields, changed, stands).body).toEqual({
      replacement: { ...stands.replacement, views: [{ of: 'parent', how: 'declined' }] },
    })
  })

  test('takes the line ends of a browser for what they were', () => {
    const stands = { replacement: { occurredAt: '2026-03-05', outcome: 'First line\nsecond line' } }
    const fields = fieldsOf('hearing-held')
    const typed = {
      ...fillForm(fields, stands),
      'replacement.outcome': 'First line\r\nsecond line',
      reason: 'A slip of the pen',
    }
    expect(readAgain(fields, typed, stands).body).toEqual({ ...stands, reason: 'A slip of the pen' })
  })

  test('takes back what is emptied', () => {
    const stands = {
      replacement: { occurredAt: '2026-03-05T10:30:00+00:00', childSeen: true, seenAlone: true },
    }
    const fields = fieldsOf('visit-made')
    const typed = {
      ...fillForm(fields, stands),
      'replacement.seenAlone': '',
      'replacement.occurredAt-time': '',
    }
    expect(readAgain(fields, typed, stands).body).toEqual({
      replacement: { occurredAt: '2026-03-05', childSeen: true },
    })
  })
})
