import type { ClosingReason } from './codes'
import { plusDays, plusMonths, type LocalDate } from './time'

/**
 * The grounds on which a child's record can be erased.
 * - `retention-over`: it need not be kept any longer.
 * - `asked-for`: the child, or somebody for them, asked for it (UK GDPR art. 17). That does not outweigh the duty to keep
 *   the record (art. 17(3)(b)), so it comes to the same as `retention-over`.
 * - `recorded-in-error`: there was no such child to keep a record of; every journey is closed as recorded in error.
 * - `court-order`: a court has ordered it.
 * - `commissioner-order`: the Information Commissioner has ordered it by an enforcement notice (DPA 2018 s149).
 * - `practice`: there is no child, only practice.
 */
export const GROUNDS = [
  'retention-over',
  'asked-for',
  'recorded-in-error',
  'court-order',
  'commissioner-order',
  'practice',
] as const
export type Ground = (typeof GROUNDS)[number]

/** What is known of a child when it is asked how long the record is kept. */
export interface KeptChild {
  readonly practice: boolean
  /** Somebody holds the data for the law. */
  readonly held: boolean
  /** Absent when it was never written down. */
  readonly birthDate?: LocalDate
  readonly journeys: readonly KeptJourney[]
}

/** A journey, as far as keeping it is concerned; without an end it is open. */
export interface KeptJourney {
  readonly ended?: { readonly on: LocalDate; readonly reason: ClosingReason }
}

/** From which day on a record need not be kept, and why; or that it cannot be told. */
export type Retention =
  | { readonly freeFrom: LocalDate; readonly because: string }
  | { readonly freeFrom?: never; readonly because: string; readonly remedy: string }

/** Whether a child may be erased, and why; if not, what would make it possible. */
export type Verdict =
  | { readonly allowed: true; readonly because: string }
  | {
      readonly allowed: false
      readonly code: 'held' | 'open' | 'other-ground' | 'not-in-error' | 'undated' | 'kept-by-law'
      readonly because: string
      readonly remedy: string
    }

const CHILDHOOD_YEARS = 18
const YEARS_FROM_BIRTH = 100
const YEARS_FROM_DEATH = 25

/**
 * How long a child's record must be kept (Looked After Children (Scotland) Regulations 2009, SSI 2009/210, r43(1)): "until
 * the 100th anniversary of the child's date of birth", or "if the child dies before attaining the age of 18 years, for a
 * period of 25 years beginning with the date of death". The day given is the first on which it need not be kept.
 *
 * Confirmed: the wording of r43(1), as it was made in 2009. Ours: r43 speaks of a child who is placed, and we keep those looked
 * after at home as long; an anniversary of 29 February falls on 1 March; the day of death is that on which a journey ended
 * with `died`. Not counted: what adoption law says of an adoption's own records, which are kept elsewhere.
 */
export function retentionOf({ birthDate, journeys }: Pick<KeptChild, 'birthDate' | 'journeys'>): Retention {
  if (birthDate === undefined)
    return {
      because: 'The birth date is not written down, so nobody can tell how long the record must be kept',
      remedy: 'Write it down among the child’s details',
    }
  const died = journeys.find(({ ended }) => ended?.reason === 'died')?.ended?.on
  if (died !== undefined && died < anniversary(birthDate, CHILDHOOD_YEARS)) {
    const freeFrom = anniversary(died, YEARS_FROM_DEATH)
    return {
      freeFrom,
      because: `The child died on ${died}, before 18: kept for 25 years (LAC Regs 2009 r43)`,
    }
  }
  const freeFrom = anniversary(birthDate, YEARS_FROM_BIRTH)
  return { freeFrom, because: `Kept until the hundredth anniversary of birth (LAC Regs 2009 r43)` }
}

/**
 * Whether a child may be erased on a ground on a day. A hold for the law blocks always, an open journey unless it is
 * practice. Before the time of r43 is over, only being recorded in error and an order of a court or of the Information
 * Commissioner allow it.
 */
export function mayErase(child: KeptChild, ground: Ground, today: LocalDate): Verdict {
  if (child.held)
    return refused(
      'held',
      'The data are held for the law',
      'Lift the hold once whoever asked for it agrees: `pace hold <child-reference> --lift`',
    )
  if (child.practice !== (ground === 'practice'))
    return refused(
      'other-ground',
      child.practice ? 'This is practice, not a child' : 'This is a child, not practice',
      child.practice ? 'Give the ground `practice`' : 'Give the ground on which a child is erased',
    )
  if (child.practice) return { allowed: true, because: 'Practice may be erased at any time' }
  if (child.journeys.some(({ ended }) => ended === undefined))
    return refused('open', 'A journey is open', 'Close it first, as it really ended')
  switch (ground) {
    case 'recorded-in-error':
      return inError(child)
    case 'court-order':
      return { allowed: true, because: 'A court has ordered it' }
    case 'commissioner-order':
      return { allowed: true, because: 'The Information Commissioner has ordered it' }
    default:
      return whenOver(retentionOf(child), today)
  }
}

function inError({ journeys }: KeptChild): Verdict {
  if (journeys.every(({ ended }) => ended?.reason === 'recorded-in-error'))
    return { allowed: true, because: 'Every journey is closed as recorded in error' }
  return refused(
    'not-in-error',
    'Not every journey is closed as recorded in error',
    'Correct how they ended, if they were; else give the ground that there is',
  )
}

function whenOver(retention: Retention, today: LocalDate): Verdict {
  if (retention.freeFrom === undefined) return refused('undated', retention.because, retention.remedy)
  const { freeFrom, because } = retention
  if (freeFrom <= today) return { allowed: true, because: `${because}, which is over since ${freeFrom}` }
  return refused(
    'kept-by-law',
    `${because}, until ${freeFrom}`,
    `Wait until ${freeFrom}. Before that only recorded-in-error, court-order and commissioner-order allow it`,
  )
}

function refused(
  code: Extract<Verdict, { allowed: false }>['code'],
  because: string,
  remedy: string,
): Verdict {
  return { allowed: false, code, because, remedy }
}

// Of 29 February in a year without one: 1 March, so that nothing is erased a day early.
function anniversary(of: LocalDate, years: number): LocalDate {
  const day = plusMonths(of, years * 12)
  return day.slice(8) === of.slice(8) ? day : plusDays(day, 1)
}
