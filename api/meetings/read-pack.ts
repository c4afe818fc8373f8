import { z } from 'zod'
import { localDate } from '../../contracts/event-schemas'
import { localityParams, meetingPackSchema, type MeetingPackAnswer } from '../../contracts/meetings-schema'
import { readFor } from '../../db/acting'
import { readPack } from '../../db/read-packs'
import { councilOf } from '../../web/council'
import { fileName } from '../../web/papers/file-name'
import { meetingPackPaper } from '../../web/papers/meeting-pack-paper'
import { writePaper } from '../../web/papers/write-paper'
import type { Caller } from '../caller'
import { Problem } from '../problem'
import { NONE, readRoute } from '../route'
import type { Services } from '../services'
import { packNumbers } from './pack-numbers'
import { packAnswer } from './representation'

const query = z.strictObject({
  locality: localityParams.shape.locality,
  on: localDate.meta({ format: 'date', description: 'The day of the meeting' }),
})

export const readPackRoute = readRoute({
  path: '/api/v1/reports/meeting-pack',
  action: 'meeting-packs.read',
  reads: 'list',
  tag: 'PACE meetings',
  summary: 'Read the pack of a PACE meeting',
  description:
    'As it was made, once, some working days before the meeting: what is overdue and for how long, what is due in four weeks, ' +
    'what was decided since the last meeting, and the meetings that have a date until the next; by child reference, in codes. ' +
    'Only of journeys that you see; of a partner what your agency is told of. Practice journeys are left out.',
  params: NONE,
  query,
  answer: { status: 200, description: 'The pack', schema: meetingPackSchema },
  problems: ['not-found'],
  async read({ query: { locality, on }, caller }, services) {
    const { journeys, answer } = await packFor({ locality, on }, caller, services)
    return { status: 200, journeys, body: answer }
  },
})

export const packPdfRoute = readRoute({
  path: '/api/v1/reports/meeting-pack.pdf',
  action: 'meeting-packs.read',
  reads: 'list',
  tag: 'PACE meetings',
  summary: 'Read the pack of a PACE meeting as a PDF',
  description:
    'The same as a paper to print, tagged for screen readers (PDF/UA), with the aims of the locality and its run charts for those who ' +
    'read reports.',
  params: NONE,
  query,
  answer: { status: 200, description: 'The paper', schema: z.string(), contentType: 'application/pdf' },
  problems: ['not-found'],
  async read({ query: { locality, on }, caller }, services) {
    const { journeys, answer } = await packFor({ locality, on }, caller, services)
    const { policy } = services.policy
    const numbers = await packNumbers(answer, caller, services)
    const paper = meetingPackPaper({
      pack: answer,
      localityName: policy.localities.find(({ id }) => id === locality)?.name ?? locality,
      authority: policy.authority,
      council: councilOf(policy),
      ...(numbers && { numbers }),
    })
    return {
      status: 200,
      journeys,
      body: await writePaper(paper),
      headers: { 'content-disposition': `inline; filename="pace-meeting-${fileName(locality)}-${on}.pdf"` },
    }
  },
})

async function packFor(
  meeting: z.output<typeof query>,
  caller: Caller,
  { db }: Pick<Services, 'db'>,
): Promise<{ readonly journeys: readonly string[]; readonly answer: MeetingPackAnswer }> {
  const pack = await readFor(db, caller, (trx) => readPack(trx, meeting, caller.scope))
  if (pack === undefined)
    throw new Problem('not-found', 'There is no such pack in your localities', {
      remedy: 'Look at /api/v1/meetings which packs were made',
    })
  const journeys = [...new Set(pack.items.map(({ journey }) => journey.id))]
  return { journeys, answer: packAnswer(pack) }
}
