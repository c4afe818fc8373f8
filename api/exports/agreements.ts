import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { localDate } from '../../contracts/event-schemas'
import { WrongSettings } from '../../contracts/settings'
import type { LocalDate } from '../../domain/time'

/** Under which children are given to somebody one by one, by a pseudonym of that agreement alone. */
export interface Agreement {
  readonly id: string
  readonly with: string
  readonly purpose: string
  readonly from: LocalDate
  readonly until: LocalDate
  /** Whether it says that the locality may be given. */
  readonly localities: boolean
  /** What pseudonyms are made with: 32 bytes or more. */
  readonly key: Buffer
}

/** How exports are made here. */
export interface ExportSettings {
  /** Counts from 1 to one less than this are not published. */
  readonly threshold: number
  readonly agreements: readonly Agreement[]
}

const line = z.string().trim().min(1).max(200)
const agreements = z.array(
  z.strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'must be lower-case letters, digits and dashes' }),
    with: line,
    purpose: line,
    from: localDate,
    until: localDate,
    localities: z.boolean().default(false),
    key: z
      .base64({ error: 'must be base64: make one with openssl rand -base64 32' })
      .transform((text) => Buffer.from(text, 'base64'))
      .refine((bytes) => bytes.length >= 32, { error: 'must be 32 bytes or more' }),
  }),
)

/** Reads the agreements of a file. Throws WrongSettings that say what is wrong in which of them, and show no key. */
export function readAgreements(file: string): Agreement[] {
  const read = agreements.safeParse(jsonIn(file))
  if (!read.success)
    throw new WrongSettings(
      read.error.issues.map(
        ({ path, message }) =>
          `PACE_AGREEMENTS: in ${file}, ${path.map(String).join('.') || 'it'} ${message}`,
      ),
    )
  const faults = read.data.flatMap(({ id, from, until }, index) => [
    ...(until < from ? [`PACE_AGREEMENTS: in ${file}, ${id} ends before it begins`] : []),
    ...(read.data.findIndex((one) => one.id === id) === index
      ? []
      : [`PACE_AGREEMENTS: in ${file}, ${id} is there twice: give each its own id`]),
  ])
  if (faults.length > 0) throw new WrongSettings(faults)
  return read.data
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message
    throw new WrongSettings([`PACE_AGREEMENTS: ${file} cannot be read: ${why}`])
  }
}
