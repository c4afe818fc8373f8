import { z } from 'zod'
import { AGENCIES } from './codes'
import { EVENT_TYPES } from './events'
import { CLOCKS, OUTCOMES, SENIORS, type Policy } from './policy'
import { isLocalDate } from './time'

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const count = z.int().positive()
const localDate = z.string().refine(isLocalDate, 'must be a date, YYYY-MM-DD')

const within = z.union([
  z.strictObject({ hours: count }),
  z.strictObject({ days: count }),
  z.strictObject({ weeks: count }),
  z.strictObject({ months: count }),
])
const before = z.union([z.strictObject({ days: count }), z.strictObject({ hours: count })])
const agencies = z.array(z.enum(AGENCIES)).min(1)

const rule = z.strictObject({
  id: code,
  title: z.string().min(1),
  clock: z.enum(CLOCKS),
  within,
  metBy: z.enum(OUTCOMES),
  basis: z.strictObject({
    kind: z.enum(['law', 'local-aim', 'test-of-change']),
    citation: z.string().min(1),
    confidence: z.enum(['confirmed', 'by-analogy', 'unconfirmed']),
    note: z.string().optional(),
  }),
  concerns: agencies,
  reminders: z.array(before).optional(),
  effectiveFrom: localDate.optional(),
  effectiveUntil: localDate.optional(),
})

const policy = z
  .strictObject({
    id: code,
    version: count,
    authority: z.string().min(1),
    title: z.string().min(1),
    localities: z.array(z.strictObject({ id: code, name: z.string().min(1) })).min(1),
    rules: z.array(rule).min(1),
    reminders: z.array(before),
    noticeHour: z.int().min(0).max(23),
    escalation: z.array(z.strictObject({ after: z.strictObject({ days: count }), to: z.enum(SENIORS) })),
    told: z.partialRecord(z.enum(EVENT_TYPES), agencies),
  })
  .superRefine((document, context) => {
    for (const list of ['rules', 'localities'] as const) {
      document[list].forEach(({ id }, index) => {
        if (document[list].findIndex((other) => other.id === id) === index) return
        context.addIssue({ code: 'custom', path: [list, index, 'id'], message: `${id} is there twice` })
      })
    }
  })

/**
 * Reads a policy document. Throws an Error that points into the document (`rules.3.within: ...`) when it is not one.
 *
 * @param name what to call the document in the error
 */
export function parsePolicy(document: unknown, name: string): Policy {
  const result = policy.safeParse(document)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'document'}: ${issue.message}`)
  throw new Error(`${name} is not a policy: ${faults.join('; ')}`)
}
