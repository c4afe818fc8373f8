import { z } from 'zod'

/** The pseudonymous reference of a child, the only identifier of a child that leaves the database. */
export const childReference = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._/-]+$/, {
    error:
      "must be the child's pseudonymous reference, of letters, digits and . _ / - without spaces; never a name or a number that others know",
  })
  .meta({
    description: 'The pseudonymous local identifier of the child. Never a name',
    example: 'CH-2026-0142',
  })

/** The name of a team of a locality. */
export const teamName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, { error: 'must be the name of a team, on one line' })
