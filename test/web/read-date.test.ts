import { readDate } from '../../web/forms/read-date'

const typed = (day: string, month: string, year: string, time = '') => readDate({ day, month, year, time })

describe('a date that a person types', () => {
  test.each([
    ['27', '3', '2026', '2026-03-27'],
    ['07', '03', '2026', '2026-03-07'],
    ['1', 'jan', '2026', '2026-01-01'],
    ['1', 'Jan', '2026', '2026-01-01'],
    ['30', 'September', '2026', '2026-09-30'],
    ['29', '2', '2028', '2028-02-29'],
    [' 5 ', ' 11 ', ' 2026 ', '2026-11-05'],
  ])('%s %s %s is %s', (day, month, year, date) => {
    expect(typed(day, month, year)).toEqual({ value: date })
  })

  test.each([
    ['14:30', '2026-03-27T14:30:00+00:00'],
    ['14.30', '2026-03-27T14:30:00+00:00'],
    ['9am', '2026-03-27T09:00:00+00:00'],
    ['2.30 pm', '2026-03-27T14:30:00+00:00'],
    ['12am', '2026-03-27T00:00:00+00:00'],
    ['12:00', '2026-03-27T12:00:00+00:00'],
  ])('with the time %s is a moment in London', (time, moment) => {
    expect(typed('27', '3', '2026', time)).toEqual({ value: moment })
  })

  test('has the offset of summer in summer', () => {
    expect(typed('1', '7', '2026', '09:00')).toEqual({ value: '2026-07-01T09:00:00+01:00' })
  })

  test('that is not there says nothing', () => {
    expect(typed('', ' ', '')).toEqual({ value: undefined })
  })

  test.each([
    [['31', '2', '2026', ''], 'must be a real date, such as 27 3 2026'],
    [['1', 'octember', '2026', ''], 'must be a real date, such as 27 3 2026'],
    [['1', '13', '2026', ''], 'must be a real date, such as 27 3 2026'],
    [['1', '3', '26', ''], 'must be a real date, such as 27 3 2026'],
    [['1', '', '2026', ''], 'must include a month'],
    [['', '', '2026', ''], 'must include a day and a month'],
    [['', '', '', '9:00'], 'must include a date'],
    [['27', '3', '2026', '25:00'], 'must have a time such as 14:30, or none'],
    [['27', '3', '2026', '13pm'], 'must have a time such as 14:30, or none'],
    [['27', '3', '2026', 'noon'], 'must have a time such as 14:30, or none'],
    [['27', '3', '2026', '9'], 'must have a time such as 14:30, or none'],
  ])('as %j is not understood: it %s', ([day = '', month = '', year = '', time = ''], wrong) => {
    expect(typed(day, month, year, time)).toEqual({ wrong })
  })
})
