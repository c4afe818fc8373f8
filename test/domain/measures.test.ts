import { MEASURE_CODES, measuresOf, measureTitle, onTimeCode } from '../../domain/measures'
import { aimsOfPolicy } from '../../policies/released-aims'

describe('A measure of run charts', () => {
  const aims = aimsOfPolicy('highland')?.aims ?? []

  it('has one code, by which improvement work names it as well', () => {
    const codes = measuresOf(aims).map(({ id }) => id)
    expect(new Set(codes)).toEqual(new Set([...MEASURE_CODES, ...aims.map(({ id }) => onTimeCode(id))]))
    for (const { id, title } of measuresOf(aims))
      expect(title.startsWith(measureTitle(id) ?? 'none')).toBe(true)
  })

  it.each(['on-time', 'on-time-', 'Meetings held when agreed', ''])('is not “%s”', (words) => {
    expect(measureTitle(words)).toBeUndefined()
  })
})
