import { agenciesSchema } from '../../contracts/agencies-schema'
import { readContactDirectory } from '../../db/keep-contacts'
import { todayOf } from '../../db/people'
import { NONE, readRoute } from '../route'
import { agenciesAnswer } from './representation'

export const readAgenciesRoute = readRoute({
  path: '/api/v1/agencies',
  action: 'agencies.read',
  reads: 'nothing',
  tag: 'Agencies',
  summary: 'Read the directory of agencies',
  description:
    'Who is told in each agency and locality, and how: the contacts, who is away and who is told instead, and where somebody ' +
    'would be told of whom no contact is known. The ETag is that of these contacts.',
  params: NONE,
  query: NONE,
  answer: { status: 200, description: 'The whole directory', schema: agenciesSchema, shows: ['ETag'] },
  problems: [],
  async read(_asked, services) {
    const { contacts, version } = await readContactDirectory(services.db)
    return {
      status: 200,
      version,
      body: agenciesAnswer(contacts, services, await todayOf(services.db)),
    }
  },
})
