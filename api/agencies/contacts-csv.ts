import { z } from 'zod'
import { readContactDirectory } from '../../db/keep-contacts'
import { NONE, readRoute } from '../route'
import { contactsAsCsv } from './csv'

export const contactsCsvRoute = readRoute({
  path: '/api/v1/agencies.csv',
  action: 'agencies.read',
  reads: 'nothing',
  tag: 'Agencies',
  summary: 'Read the contacts as CSV',
  description:
    'For a spreadsheet: what is changed there can be sent back as it is. No cell is taken for a formula.',
  params: NONE,
  query: NONE,
  answer: {
    status: 200,
    description: 'A row for each contact',
    schema: z.string(),
    contentType: 'text/csv',
    shows: ['ETag'],
  },
  problems: [],
  async read(_asked, { db }) {
    const { contacts, version } = await readContactDirectory(db)
    return {
      status: 200,
      version,
      body: contactsAsCsv(contacts),
      headers: { 'content-disposition': 'attachment; filename="agencies.csv"' },
    }
  },
})
