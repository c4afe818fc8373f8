import { randomUUID } from 'node:crypto'
import type { ContactsTakenIn } from '../../contracts/agencies-schema'
import { readContactDirectory } from '../../db/keep-contacts'
import { todayOf } from '../../db/people'
import { may } from '../../domain/permissions'
import { namedCalendars } from '../../policies/released-calendars'
import type { FormError } from '../../web/components/error-summary'
import { agenciesPage, type AgenciesView } from '../../web/pages/agencies'
import { counted } from '../../web/words'
import { agenciesAnswer } from '../agencies/representation'
import { takeInContacts } from '../agencies/take-in-contacts'
import { keyIn } from '../idempotency'
import { invalidRequest, type FieldError } from '../problem'
import { problemOf } from '../problem-of'
import { inReachOf } from '../reach'
import type { PageServices } from '../services'
import type { PageRequest, PageRoute } from './page-route'

export const agenciesPageRoute: PageRoute = {
  method: 'get',
  path: '/agencies',
  actions: ['agencies.read'],
  here: 'agencies',
  async answer(request, services) {
    const done = doneWords(request.query)
    const view = await viewOf(request, services, [])
    return { content: agenciesPage({ ...view, ...(done !== undefined && { done }) }) }
  },
}

export const takeInContactsPageRoute: PageRoute = {
  method: 'post',
  path: '/agencies/file',
  actions: ['agencies.write'],
  here: 'agencies',
  takesFile: true,
  async answer(request, services) {
    const { person, typed, file } = request
    try {
      if (file === undefined) throw invalidRequest([NO_FILE])
      const caller = await inReachOf(person, 'agencies.write', services.db)
      const key = keyIn(typed['_key'])
      const upload = { bytes: file, ...(key !== undefined && { key }) }
      const { text } = await takeInContacts(caller, upload, services)
      const { added, changed } = JSON.parse(text) as ContactsTakenIn
      return { to: `/agencies?added=${added.length}&changed=${changed.length}` }
    } catch (error) {
      const problem = problemOf(error, person)
      if (problem === undefined || problem.status >= 500) throw error
      const { errors = [], remedy } = problem.members as {
        readonly errors?: readonly FieldError[]
        readonly remedy?: string
      }
      const said: FormError[] =
        errors.length > 0
          ? errors.map((one) => ({
              message: `${nameOf(one.field)} ${one.message}`,
              remedy: one.remedy,
              at: 'file',
            }))
          : [{ message: problem.detail, ...(remedy !== undefined && { remedy }), at: 'file' }]
      return { status: problem.status, content: agenciesPage(await viewOf(request, services, said)) }
    }
  },
}

const NO_FILE: FieldError = { field: 'file', message: 'is missing', remedy: 'Choose a file' }

function nameOf(field: string): string {
  if (field === 'file') return 'The file'
  return field.startsWith('line ') ? `L${field.slice(1)}:` : `The column ${field}`
}

async function viewOf(
  { person, csrf }: PageRequest,
  services: PageServices,
  errors: readonly FormError[],
): Promise<AgenciesView> {
  const today = await todayOf(services.db)
  const { contacts } = await readContactDirectory(services.db)
  return {
    directory: agenciesAnswer(contacts, services, today),
    calendars: namedCalendars(),
    localitiesInForce: services.policy.policy.localities.length,
    today,
    mayChange: await mayChange(person, services),
    csrf,
    key: randomUUID(),
    errors,
  }
}

async function mayChange(
  person: PageRequest['person'],
  { db }: PageServices,
): Promise<AgenciesView['mayChange']> {
  if (!may(person.roles, 'agencies.write')) return 'none'
  const { localities } = (await inReachOf(person, 'agencies.write', db)).scope
  return localities === 'authority' ? 'all' : localities
}

function doneWords({ kept, removed, added = '', changed = '' }: PageRequest['query']): string | undefined {
  if (kept !== undefined) return 'The contact is kept.'
  if (removed !== undefined) return 'The contact is removed.'
  if (!/^\d{1,5}$/.test(added) || !/^\d{1,5}$/.test(changed)) return undefined
  if (Number(added) + Number(changed) === 0) return 'The file says what is known already: nothing is changed.'
  return `${counted(Number(added), 'contact is', 'contacts are')} added, ${counted(Number(changed), 'is', 'are')} changed.`
}
