import { z } from 'zod'
import { comparisonSchema, type ComparisonAnswer } from '../../contracts/policies-schema'
import { comparePolicies, isTheSame } from '../../contracts/policy-comparison'
import type { ReleasedPolicy } from '../../policies/released'
import { NONE, readRoute } from '../route'
import { policyAt } from './which'

const which = z.string().max(120)

export const comparePoliciesRoute = readRoute({
  path: '/api/v1/policies/compare',
  action: 'policies.read',
  reads: 'nothing',
  tag: 'Policies',
  summary: 'Compare two policies',
  description:
    'What is otherwise in the second of two policies, or of two versions of one: rules that it has not, or has besides, and ' +
    'of each changed rule every field before and after, in words; calendars, who is told, reminders, escalation, ' +
    'agencies, localities and words.',
  params: NONE,
  query: z.strictObject({
    from: which.meta({ description: 'A policy and its version', example: 'highland@1' }),
    to: which.meta({ description: 'Another, or another version', example: 'highland@2' }),
  }),
  answer: { status: 200, description: 'What is otherwise', schema: comparisonSchema },
  problems: [],
  read: ({ query }) =>
    Promise.resolve({
      status: 200,
      body: comparisonAnswer(policyAt(query.from, 'from'), policyAt(query.to, 'to')),
    }),
})

/** What is otherwise between two policies, as the API shows it. */
export function comparisonAnswer(
  { policy: from }: ReleasedPolicy,
  { policy: to }: ReleasedPolicy,
): ComparisonAnswer {
  const comparison = comparePolicies(from, to)
  const titled = ({ id, version, title }: ReleasedPolicy['policy']) => ({ id, version, title })
  // JSON knows no lists that cannot be added to
  const answer = structuredClone(comparison) as Omit<ComparisonAnswer, 'from' | 'to' | 'same'>
  return { from: titled(from), to: titled(to), same: isTheSame(comparison), ...answer }
}
