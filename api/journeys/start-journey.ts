import { z } from 'zod'
import { childReference, teamName } from '../../contracts/child-reference'
import { documentUrl, draftOf, EVENT_FIELDS, occurredAt, readOccurrence } from '../../contracts/event-schemas'
import { startJourney } from '../../db/record'
import { isOfLocalities, type Scope } from '../../db/scope'
import { currentPolicy, policyAtStart, policyIds, type ReleasedPolicy } from '../../policies/released'
import { invalidRequest, Problem } from '../problem'
import { NONE, writeRoute } from '../route'
import type { Services } from '../services'
import { addressOf } from './address'
import { refuseOtherHosts } from './document-hosts'
import { journeySchema } from '../../contracts/journey-schema'
import { journeyAnswer } from './representation'
import { seenBy } from './seen-by'
import { versionOf } from './version-of'

const body = z
  .strictObject({
    childReference,
    locality: z.string().trim().meta({ description: "One of the policy's localities", example: 'caithness' }),
    team: teamName.optional(),
    policy: z
      .string()
      .trim()
      .refine((id) => policyIds().includes(id), {
        error: () => `must be one of: ${policyIds().join(', ')}`,
      })
      .optional()
      .meta({
        description:
          'Left out, the policy in force here, or the variant of it under which a change is tried in the locality then',
        example: 'highland',
      }),
    practice: z.boolean().optional().meta({
      description:
        'A practice journey, about no child: on a clock of its own, in no list or report, and nobody is sent anything',
    }),
    occurredAt,
    documentUrl,
    ...EVENT_FIELDS['looked-after-started'].shape,
  })
  .meta({ id: 'JourneyToStart' })

type ToStart = z.output<typeof body>

export const startJourneyRoute = writeRoute({
  path: '/api/v1/journeys',
  action: 'journey.start',
  tag: 'Journeys',
  summary: 'Start a journey',
  description:
    'A child has become looked after: the journey starts on the day, or at the moment, when that happened. A child ' +
    'reference has one open journey at a time. With `practice` it is tried out: it never meets a real journey of the same ' +
    'reference.',
  params: NONE,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'A child accommodated with consent': {
      childReference: 'CH-2026-0142',
      pathway: 'away-from-home',
      locality: 'caithness',
      occurredAt: '2026-03-27T15:30:00+00:00',
      legalBasis: 'voluntary-s25',
      placementType: 'foster',
      worker: 'practice-case-worker-caithness',
    },
  },
  takesIfMatch: false,
  answer: {
    status: 201,
    description: 'The journey as it has begun',
    schema: journeySchema,
    shows: ['ETag', 'Location'],
  },
  problems: ['journey-open-already'],
  check({ body: { locality, policy, documentUrl: document }, caller: { scope } }, services) {
    refuseOtherHosts(services, document, 'documentUrl')
    const known = policyFor(policy, services).policy.localities.map(({ id }) => id)
    if (!known.includes(locality)) {
      const one = `one of: ${known.join(', ')}`
      throw invalidRequest([{ field: 'locality', message: `must be ${one}`, remedy: `Give ${one}` }])
    }
    if (!isOfLocalities(scope, locality)) throw notYours(locality, scope)
  },
  async write({ body: asked, caller }, services, trx) {
    const { childReference: reference, locality, team, policy: _named, practice, ...fields } = asked
    const started = await startJourney(trx, services.keys, {
      childReference: reference,
      locality,
      team,
      ...(practice === true && { practice }),
      policy: policyToStart(asked, services),
      draft: startOf(fields),
      by: caller.id,
    })
    return {
      status: 201,
      location: addressOf(started.row.id),
      version: versionOf(started),
      child: started.child,
      body: journeyAnswer(
        started,
        { source: 'record', because: 'behind' },
        await seenBy(caller, started, trx),
      ),
    }
  },
})

function policyFor(id: string | undefined, services: Services): ReleasedPolicy {
  return id === undefined ? services.policy : currentPolicy(id)
}

// What was asked for by name is asked for; else what is tried in the locality on the day of the start.
function policyToStart({ policy, locality, occurredAt: began }: ToStart, services: Services): ReleasedPolicy {
  const asked = policyFor(policy, services)
  return policy === undefined ? policyAtStart(asked, locality, readOccurrence(began).on) : asked
}

function startOf(fields: Omit<ToStart, 'childReference' | 'locality' | 'team' | 'policy' | 'practice'>) {
  const draft = draftOf({ type: 'looked-after-started', ...fields })
  if (draft.type !== 'looked-after-started') throw new TypeError('A journey starts with looked-after-started')
  return draft
}

function notYours(locality: string, { localities }: Scope): Problem {
  const yours = localities.length === 0 ? 'none' : [...localities].join(', ')
  return new Problem(
    'not-allowed',
    `A journey in ${locality} cannot be started by you: your localities are ${yours}`,
    {
      localities,
      remedy: 'Give one of your localities, or ask somebody of that one to start it',
    },
  )
}
