import { contactsTakenInSchema, type ContactsTakenIn } from '../../contracts/agencies-schema'
import { actFor } from '../../db/acting'
import { claimKey, keepAnswer, type KeptAnswer } from '../../db/idempotency'
import { lockContactDirectory, replaceContacts } from '../../db/keep-contacts'
import { todayOf } from '../../db/people'
import type { DatabaseTransaction } from '../../db/database'
import { contactsById, type Contact } from '../../domain/contacts'
import { unkeepableText } from '../../contracts/unkeepable-text'
import { hashOf } from '../../policies/released'
import { auditRepeat } from '../audited'
import type { Caller } from '../caller'
import { invalidRequest, Problem, type FieldError } from '../problem'
import { NONE, uploadRoute, type Upload } from '../route'
import type { Services } from '../services'
import { CONTACT_COLUMNS, contactsOfCsv, placeOf, type ContactLine } from './csv'
import { changesWithin, newFaultsOf } from './judge'
import { nameable } from './known'
import { saidOf } from './representation'

const MOST_BYTES = 1024 * 1024

export const takeInContactsRoute = uploadRoute({
  path: '/api/v1/agencies.csv',
  action: 'agencies.write',
  tag: 'Agencies',
  summary: 'Add or change contacts by CSV',
  description:
    `A CSV file in UTF-8, a contact a row, with the columns ${Object.keys(CONTACT_COLUMNS).join(', ')}. Each row is kept as it ` +
    'is given, an empty cell as nothing; contacts without a row stay as they are. Nothing is kept unless every row is good; each ' +
    'bad one is named by line and column. At most 1 MB.',
  query: NONE,
  contentType: 'text/csv',
  bodyExamples: {
    'Two contacts of health': [
      'agency,locality,recipient,name,address,form,away_from,away_until,stand_in',
      'health,skye,contact,Skye children’s team,skye@nhs.example,digest,2026-07-06,2026-07-17,health.contact',
      'health,*,contact,,health@nhs.example,each,,,',
    ].join('\r\n'),
  },
  answer: {
    status: 200,
    description: 'Which contacts were added and changed, and what is missing or likely a mistake',
    schema: contactsTakenInSchema,
    shows: ['ETag'],
  },
  problems: [],
  receive: ({ caller, body }, services) => takeInContacts(caller, body, services),
})

/**
 * Adds the contacts of a file, or changes them, all of them or none, by the API or a page. With a key the first answer is
 * given again to the same file.
 *
 * @param caller within their reach
 * @throws Problem, KeyReusedError
 */
export async function takeInContacts(
  caller: Caller,
  { bytes, key }: Upload,
  services: Services,
): Promise<KeptAnswer> {
  const { db, keys, seam } = services
  const text = await textOf(bytes)
  const read = contactsOfCsv(text)
  if ('errors' in read) throw wrongFile(read.errors)
  const request = key === undefined ? undefined : { ...repeatable(caller, text), key }
  const kept = await db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      await actFor(trx, caller)
      const before = request && (await claimKey(trx, keys, request))
      if (before) {
        await auditRepeat(takeInContactsRoute, { caller, params: {} }, before, trx)
        return before
      }
      const answer = await keepLines(trx, read.lines, caller, services)
      if (request) await keepAnswer(trx, keys, request, answer)
      seam('recording: before commit')
      return answer
    })
  seam('recording: after commit')
  return kept
}

async function keepLines(
  trx: DatabaseTransaction,
  lines: readonly ContactLine[],
  caller: Caller,
  services: Services,
): Promise<KeptAnswer> {
  const before = await lockContactDirectory(trx)
  const contacts = merged(before.contacts, lines)
  const errors = errorsIn(lines, before.contacts, contacts, services)
  if (errors.length > 0) throw wrongFile(errors)
  const { added, changed } = changesWithin(before, contacts, caller.scope)
  const isNothing = added.length + changed.length === 0
  const version = isNothing ? before.version : await replaceContacts(trx, before, contacts, caller.id)
  const body: ContactsTakenIn = {
    added: [...added],
    changed: [...changed],
    unchanged: lines.length - added.length - changed.length,
    ...saidOf(contacts, services, await todayOf(trx)),
  }
  return { status: 200, text: JSON.stringify(body), version }
}

function merged(before: readonly Contact[], lines: readonly ContactLine[]): Contact[] {
  const given = lines.map(({ contact }) => contact)
  return [...new Map([...contactsById(before), ...contactsById(given)]).values()]
}

// What is wrong of a contact without a line is so because of a line: a stand-in that goes in a circle by it, say.
function errorsIn(
  lines: readonly ContactLine[],
  before: readonly Contact[],
  contacts: readonly Contact[],
  { policy }: Services,
): FieldError[] {
  const lineOf = new Map(lines.map(({ line, contact }) => [contact.id, line]))
  const twice = lines
    .filter(({ line, contact }) => lineOf.get(contact.id) !== line)
    .map(({ line, contact }) => ({
      field: placeOf(line, 'agency'),
      message: `has a contact that stands on line ${lineOf.get(contact.id) ?? line} too: ${contact.id}`,
      remedy: 'Give each contact once',
    }))
  const faults = newFaultsOf(before, contacts, nameable(policy)).map(({ index, field, message, remedy }) => {
    const id = contacts[index]?.id ?? ''
    const line = lineOf.get(id)
    return { field: line === undefined ? `${id}, ${field}` : placeOf(line, field), message, remedy, line }
  })
  const ofLines = faults.filter(({ line }) => line !== undefined)
  const said = ofLines.length > 0 ? ofLines : faults
  return [...twice, ...said.map(({ field, message, remedy }) => ({ field, message, remedy }))]
}

// With the same file each time, and not its keys in another order.
function repeatable({ id: caller }: Caller, text: string) {
  return { caller, path: takeInContactsRoute.path, bodyHash: hashOf({ text }) }
}

const MOST_ERRORS = 100

function wrongFile(errors: readonly FieldError[]) {
  return invalidRequest(errors.slice(0, MOST_ERRORS))
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of bytes) {
    size += piece.byteLength
    if (size > MOST_BYTES)
      throw new Problem('too-large', 'The file is larger than 1 MB', { remedy: 'Send it in parts' })
    pieces.push(piece)
  }
  const text = decoded(Buffer.concat(pieces))
  const unkeepable = unkeepableText({ file: text })
  if (unkeepable.length > 0) throw invalidRequest(unkeepable)
  return text
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const remedy = 'In Excel, save it as "CSV UTF-8 (Comma delimited)"'
    throw invalidRequest([{ field: 'file', message: 'is not written in UTF-8', remedy }])
  }
}
