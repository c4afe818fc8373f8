import fc from 'fast-check'
import { instant, plusDays, type Instant, type LocalDate } from '../../domain/time'

/** Days from 2018, when Highland's aims began, to 2030. */
export const days: fc.Arbitrary<LocalDate> = fc
  .integer({ min: 0, max: 13 * 365 })
  .map((count) => plusDays('2018-01-01' as LocalDate, count))

/** Moments of the same years, to the millisecond. */
export const moments: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2018, 0, 1), max: Date.UTC(2030, 11, 31) })
  .map((milliseconds) => instant(milliseconds))
