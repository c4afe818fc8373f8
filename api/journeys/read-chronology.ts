import { z } from 'zod'
import { chronologySchema, type ChronologyAnswer } from '../../contracts/chronology-schema'
import { journeyParams, type JourneyAnswer } from '../../contracts/journey-schema'
import { readFor } from '../../db/acting'
import { namesOfPeople } from '../../db/people'
import { readJourney } from '../../db/read'
import { latenessOf } from '../../domain/lateness'
import type { ChildAnswer } from '../../contracts/child-schema'
import { chronologyOf } from '../../web/chronology'
import { councilOf } from '../../web/council'
import { chronologyPaper } from '../../web/papers/chronology-paper'
import { fileName } from '../../web/papers/file-name'
import { writePaper } from '../../web/papers/write-paper'
import type { Caller } from '../caller'
import { Problem } from '../problem'
import { readRoute } from '../route'
import type { Services } from '../services'
import { readChildRoute } from './read-child'
import { journeyAnswer } from './representation'
import { seenBy } from './seen-by'

const query = z.strictObject({
  with: z.enum(['name']).optional().meta({
    description:
      'With the name of the child, for whoever may know it; that is written down as reading who the child is',
  }),
})
const PDF = 'application/pdf'

export const readChronologyRoute = readRoute({
  path: '/api/v1/journeys/{id}/chronology',
  action: 'chronology.read',
  reads: 'journey',
  tag: 'Journeys',
  summary: 'Read the chronology of a journey',
  description:
    'The journey in the order in which it happened, in words, for panel papers: what was recorded as it stands now, what was ' +
    'corrected, and what was late and why. The child is named by reference unless the name is asked for.',
  params: journeyParams,
  query,
  answer: { status: 200, description: 'The chronology', schema: chronologySchema },
  problems: ['not-found'],
  read: async ({ params, query: { with: also }, caller }, services) => ({
    status: 200,
    body: await chronologyFor(params.id, caller, also === 'name', services),
  }),
})

export const chronologyPdfRoute = readRoute({
  path: '/api/v1/journeys/{id}/chronology.pdf',
  action: 'chronology.read',
  reads: 'journey',
  tag: 'Journeys',
  summary: 'Read the chronology of a journey as a PDF',
  description: 'The same as a paper to print, tagged for screen readers (PDF/UA).',
  params: journeyParams,
  query,
  answer: { status: 200, description: 'The paper', schema: z.string(), contentType: PDF },
  problems: ['not-found'],
  async read({ params, query: { with: also }, caller }, services) {
    const chronology = await chronologyFor(params.id, caller, also === 'name', services)
    return {
      status: 200,
      body: await writePaper(chronologyPaper(chronology)),
      headers: {
        'content-disposition': `inline; filename="chronology-${fileName(chronology.childReference)}.pdf"`,
      },
    }
  },
})

async function chronologyFor(
  id: string,
  caller: Caller,
  isNamed: boolean,
  services: Services,
): Promise<ChronologyAnswer> {
  const { db, keys } = services
  const { recorded, seen, names } = await readFor(db, caller, async (trx) => {
    const found = await readJourney(trx, keys, id, caller.scope)
    return { recorded: found, seen: await seenBy(caller, found, trx), names: await namesOfPeople(trx) }
  })
  const { policy, state, now, row } = recorded
  const shown = journeyAnswer(recorded, { source: 'record', because: 'silent' }, seen)
  if (!('events' in shown))
    throw new Problem('not-allowed', "Only your agency's part of this journey is shown to you", {
      remedy: 'Ask the social worker of the child',
    })
  const name = isNamed && !row.practice ? await nameOfChild(id, caller, services) : undefined
  return chronologyOf({
    journey: shown as JourneyAnswer,
    order: state.journey.events.map((event) => event.id),
    lateness: latenessOf(state.journey, state.deadlines, now),
    names: {
      rules: Object.fromEntries(policy.rules.map((rule) => [rule.id, rule.title])),
      localities: Object.fromEntries(policy.localities.map((one) => [one.id, one.name])),
      person: (personId) => names.get(personId) ?? personId,
    },
    council: councilOf(policy),
    authority: policy.authority,
    ...(name !== undefined && { name }),
  })
}

// As whoever opens the page of the child: within the reach of that, and written down as that.
async function nameOfChild(id: string, caller: Caller, services: Services): Promise<string | undefined> {
  const asked = { caller: wholeOf(caller), params: { id }, query: {}, body: undefined }
  const { body } = await readChildRoute.read(asked, services)
  return (body as ChildAnswer).name ?? undefined
}

// A scope is as far as one action reaches: another one begins from the whole of it again.
function wholeOf(caller: Caller): Caller {
  const { within: _within, ...scope } = caller.scope
  return { ...caller, scope }
}
