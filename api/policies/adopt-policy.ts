import { z } from 'zod'
import { adoptionSchema, type AdoptionAnswer } from '../../contracts/policies-schema'
import { writeReading } from '../../db/audit'
import { adoptPolicy, NotOpenError } from '../../db/adoption'
import { isOfLocalities } from '../../db/scope'
import { invalidRequest, Problem } from '../problem'
import { stepsRoute } from '../route'
import { policyNamed, policyParams, refuseUnknownLocality, versionField } from './which'

/** How many journeys adopt a policy with one request. */
export const ADOPTED_AT_ONCE = 200

const body = z
  .strictObject({
    version: versionField,
    reason: z
      .string()
      .trim()
      .min(1, { error: 'must say why' })
      .max(4000, { error: 'must be at most 4,000 characters' })
      .meta({ description: 'Kept with each journey, sealed with the child’s key' }),
    locality: z.string().trim().min(1).max(100).optional(),
    journeys: z
      .array(z.uuid().toLowerCase())
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Only these; all open ones that the caller may see when left out' }),
  })
  .meta({ id: 'AdoptionAsked' })

export const adoptPolicyRoute = stepsRoute({
  path: '/api/v1/policies/{id}/adopt',
  action: 'policies.adopt',
  tag: 'Policies',
  summary: 'Adopt a policy for open journeys',
  description:
    'Records `policy-adopted` in the caller’s open journeys that are not under the policy already, each by itself, at most ' +
    `${ADOPTED_AT_ONCE} with one request, and answers how many are left: the same request again goes on, until none is. ` +
    'Every date is then derived anew, and whoever was told of one that changed is told so. Practice journeys are left out.',
  params: policyParams,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'In one locality': { version: 2, locality: 'skye', reason: 'The whole timetable holds from today' },
  },
  answer: { status: 200, description: 'What came of it', schema: adoptionSchema },
  problems: ['not-found'],
  check({ body: { locality }, caller: { scope } }) {
    refuseUnknownLocality(locality)
    if (locality !== undefined && !isOfLocalities(scope, locality))
      throw new Problem('not-allowed', `${locality} is not one of your localities`, {
        remedy: 'Give one of your localities, or ask somebody of that one',
      })
  },
  async inSteps({ params, body: { version, reason, locality, journeys }, caller }, { db, keys }) {
    const policy = policyNamed(params.id, version)
    try {
      const { adopted, refused, left } = await adoptPolicy(db, keys, caller, {
        policy,
        reason,
        limit: ADOPTED_AT_ONCE,
        ...(locality !== undefined && { locality }),
        ...(journeys && { journeys: [...new Set(journeys)] }),
      })
      const { id, version: of, title } = policy.policy
      await writeReading(db, {
        by: caller,
        action: 'policies.adopt',
        journeyIds: adopted,
        detail: {
          policy: id,
          version: of,
          ...(locality !== undefined && { locality }),
          refused: refused.length,
          left,
        },
      })
      const answer: AdoptionAnswer = {
        policy: { id, version: of, title },
        adopted: adopted.length,
        journeys: [...adopted],
        refused: [...refused],
        left,
      }
      return { status: 200, body: answer }
    } catch (error) {
      throw error instanceof NotOpenError ? notOpen(error, journeys ?? []) : error
    }
  },
})

function notOpen({ journeys }: NotOpenError, asked: readonly string[]): Problem {
  return invalidRequest(
    journeys.map((id) => ({
      field: `journeys.${asked.indexOf(id)}`,
      message: 'is no open journey that you may see',
      remedy: 'Give open journeys of your localities, or leave them all out',
    })),
  )
}
