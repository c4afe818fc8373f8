import { z } from 'zod'
import { agenciesSchema, contactToKeepSchema, MOST_CONTACTS } from '../../contracts/agencies-schema'
import { asKept, lockContactDirectory, replaceContacts } from '../../db/keep-contacts'
import { todayOf } from '../../db/people'
import type { Contact } from '../../domain/contacts'
import { invalidRequest, type FieldError } from '../problem'
import { NONE, replaceRoute } from '../route'
import { changesWithin, newFaultsOf } from './judge'
import { nameable } from './known'
import { agenciesAnswer } from './representation'

const body = z
  .strictObject({ contacts: z.array(contactToKeepSchema).max(MOST_CONTACTS) })
  .meta({ id: 'AgenciesToKeep' })

type Given = z.output<typeof contactToKeepSchema>

export const replaceAgenciesRoute = replaceRoute({
  path: '/api/v1/agencies',
  action: 'agencies.write',
  tag: 'Agencies',
  summary: 'Replace the directory of agencies',
  description:
    'The contacts are these from now on, and no others: read them, change what is to be changed, and send all of them back. ' +
    'If-Match is the ETag of what was read. Somebody of some localities changes the contacts of these. ' +
    'To add or change some of many, send them as CSV.',
  params: NONE,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'Health in Skye is away, and Caithness stands in': {
      contacts: [
        {
          agency: 'health',
          locality: 'skye',
          recipient: 'contact',
          name: 'Skye children’s team',
          address: 'skye@nhs.example',
          form: 'digest',
          awayFrom: '2026-07-06',
          awayUntil: '2026-07-17',
          standIn: 'health.contact.caithness',
        },
        {
          agency: 'health',
          locality: 'caithness',
          recipient: 'contact',
          name: 'Caithness children’s team',
          address: 'caithness@nhs.example',
        },
      ],
    },
  },
  answer: {
    status: 200,
    description: 'The directory as it is kept, with what is missing in it',
    schema: agenciesSchema,
    shows: ['ETag'],
  },
  problems: [],
  async write({ body: { contacts: given }, caller, ifVersion }, services, trx) {
    const contacts = given.map(contactOf)
    const before = await lockContactDirectory(trx, ifVersion)
    const known = nameable(services.policy)
    const errors = [
      ...given.flatMap((one, index) => otherId(one, contacts[index], index)),
      ...newFaultsOf(before.contacts, contacts, known).map(({ index, field, message, remedy }) =>
        error(index, field, message, remedy),
      ),
    ]
    if (errors.length > 0) throw invalidRequest(errors)
    changesWithin(before, contacts, caller.scope)
    const version = await replaceContacts(trx, before, contacts, caller.id)
    const sorted = [...contacts].sort((a, b) => (a.id < b.id ? -1 : 1))
    return { status: 200, version, body: agenciesAnswer(sorted, services, await todayOf(trx)) }
  },
})

function contactOf({ id: _id, ...contact }: Given): Contact {
  return asKept(contact)
}

function otherId({ id }: Given, contact: Contact | undefined, index: number): FieldError[] {
  if (id === undefined || id === contact?.id) return []
  const remedy = `Leave it out, or give ${contact?.id}; to move a contact, leave this one out and add another`
  return [error(index, 'id', 'does not go with agency, recipient and locality', remedy)]
}

function error(index: number, field: string, message: string, remedy: string): FieldError {
  return { field: `contacts.${index}.${field}`, message, remedy }
}
