import { z } from 'zod'
import { clockOf, type Database } from '../../db/database'
import type { AimsCounted } from '../../db/reports/aims'
import type { Policy } from '../../domain/policy'
import {
  endOfDay,
  instant,
  isLocalDate,
  localDateOf,
  parseOccurrence,
  type LocalDate,
} from '../../domain/time'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import { invalidRequest } from '../problem'

const day = z.string().refine(isLocalDate, { error: 'must be a date such as 2019-10-01' })

/** What every report can be asked: of which day, as it was known when, and where. */
export const reportQuery = {
  asOf: day
    .optional()
    .meta({ format: 'date', description: 'Through the end of this day; today when absent' }),
  knownAt: z
    .string()
    .max(40)
    .refine((text) => parseOccurrence(text) !== undefined, {
      error:
        'must be a date such as 2019-10-01, or a moment with its offset such as 2019-10-01T12:00:00+01:00',
    })
    .optional()
    .meta({
      description:
        'As it was known at this moment, or at the end of this day, whatever was recorded or corrected since; now when absent',
    }),
  locality: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'The id of a locality; the whole authority when absent' }),
}

/**
 * What a report is asked, with what was left out: today, and now. Throws Problem for a day that has not been, or a locality that
 * the policy does not know.
 */
export async function askedOf(
  {
    asOf,
    knownAt,
    locality,
  }: { readonly asOf?: LocalDate; readonly knownAt?: string; readonly locality?: string },
  { db, policy }: { readonly db: Database; readonly policy: Pick<Policy, 'localities'> },
): Promise<AimsCounted> {
  refuseUnknownLocality(locality, policy.localities)
  const now = instant(await clockOf(db))
  const today = localDateOf(now)
  const known = knownAt === undefined ? undefined : parseOccurrence(knownAt)
  const errors = [
    ...(asOf !== undefined && asOf > today ? [notYet('asOf', today)] : []),
    ...(known !== undefined && (known.at === undefined ? known.on > today : known.at > now)
      ? [notYet('knownAt', today)]
      : []),
  ]
  if (errors.length > 0) throw invalidRequest(errors)
  const moment = known === undefined ? now : (known.at ?? endOfDay(known.on))
  return {
    asOf: asOf ?? today,
    // of today it is known what is known by now
    knownAt: moment > now ? now : moment,
    isNow: moment >= now,
    ...(locality !== undefined && { locality }),
  }
}

function notYet(field: string, today: LocalDate) {
  return {
    field,
    message: 'is in the future',
    remedy: `Give ${today} or earlier, or leave it out for ${field === 'asOf' ? 'today' : 'now'}`,
  }
}
