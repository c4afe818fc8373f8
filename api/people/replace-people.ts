import { z } from 'zod'
import { personSchema, personToKeepSchema } from '../../contracts/people-schema'
import { lockDirectory, readDirectory, savePeople, type Directory, type PersonToKeep } from '../../db/people'
import type { Scope } from '../../db/scope'
import type { Role } from '../../domain/codes'
import type { People } from '../../domain/people'
import { namedCalendars } from '../../policies/released-calendars'
import type { Caller } from '../caller'
import { invalidRequest, Problem, type FieldError } from '../problem'
import { NONE, replaceRoute } from '../route'
import type { Services } from '../services'
import { personAnswer } from './read-people'

const body = z
  .strictObject({ people: z.array(personToKeepSchema).min(1).max(500) })
  .meta({ id: 'PeopleToKeep' })

export const replacePeopleRoute = replaceRoute({
  path: '/api/v1/people',
  action: 'people.write',
  tag: 'People',
  summary: 'Add people to the directory, or replace them',
  description:
    'Each person is kept as given, whoever had that id before; all others stay as they are. Somebody who leaves is kept ' +
    'with `leftOn`, so that what they recorded still has a name. If-Match is the ETag of the directory.',
  params: NONE,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'A case worker who is away, and who covers': {
      people: [
        {
          id: 'practice-case-worker-caithness',
          name: 'Practice case worker, Caithness',
          roles: ['case-worker'],
          locality: 'caithness',
          awayFrom: '2026-07-06',
          awayUntil: '2026-07-17',
        },
      ],
    },
  },
  answer: {
    status: 200,
    description: 'The people as they are kept',
    schema: z.strictObject({ items: z.array(personSchema), next: z.null() }),
    shows: ['ETag'],
  },
  problems: [],
  async write({ body: { people }, caller, ifVersion }, services, trx) {
    await lockDirectory(trx)
    const before = await readDirectory(trx)
    const errors = errorsIn(people, before.people, services)
    if (errors.length > 0) throw invalidRequest(errors)
    refuseElsewhere(people, before, caller.scope)
    refuseBeyond(people, before, caller)
    const version = await savePeople(trx, people, { by: caller.id, ifVersion })
    return {
      status: 200,
      version,
      body: {
        items: people.map(({ address: _address, ...person }) => personAnswer(person, before.today)),
        next: null,
      },
    }
  },
})

function errorsIn(people: readonly PersonToKeep[], before: People, { policy }: Services): FieldError[] {
  const known = new Set([...before.keys(), ...people.map(({ id }) => id)])
  const localities = policy.policy.localities.map(({ id }) => id)
  const calendars = namedCalendars().map(({ id }) => id)
  return people.flatMap((person, index) => [
    ...(people.findIndex(({ id }) => id === person.id) === index
      ? []
      : [error(index, 'id', 'is given twice', 'Give each person once')]),
    ...(person.locality === undefined || localities.includes(person.locality)
      ? []
      : [oneOf(index, 'locality', localities)]),
    ...(person.calendar === undefined || calendars.includes(person.calendar)
      ? []
      : [oneOf(index, 'calendar', calendars)]),
    ...(['manager', 'cover'] as const).flatMap((field) => somebodyElse(person, index, field, known)),
    ...(person.awayFrom !== undefined && person.awayUntil !== undefined && person.awayUntil < person.awayFrom
      ? [error(index, 'awayUntil', 'is before the first day away', 'Give the last day away')]
      : []),
  ])
}

function somebodyElse(
  person: PersonToKeep,
  index: number,
  field: 'manager' | 'cover',
  known: ReadonlySet<string>,
): FieldError[] {
  const id = person[field]
  if (id === undefined) return []
  if (id === person.id) return [error(index, field, 'must be somebody else', 'Give the id of another person')]
  if (known.has(id)) return []
  const message = 'is nobody whom the directory knows'
  return [error(index, field, message, 'Give the id of a known person, or add them in the same request')]
}

function oneOf(index: number, field: string, codes: readonly string[]): FieldError {
  const one = `one of: ${codes.join(', ')}`
  return error(index, field, `must be ${one}`, `Give ${one}`)
}

function error(index: number, field: string, message: string, remedy: string): FieldError {
  return { field: `people.${index}.${field}`, message, remedy }
}

// Whoever is of some localities alone has no say in roles that reach beyond them, in their own, or in a leaver unknown here.
const BEYOND: readonly Role[] = ['administrator', 'auditor', 'system']

function refuseBeyond(people: readonly PersonToKeep[], { people: before }: Directory, caller: Caller): void {
  if (caller.scope.localities === 'authority') return
  const wrong = people.find(({ id, roles, leftOn }) => {
    const old = before.get(id)
    const had = old?.roles ?? []
    const changed = [
      ...roles.filter((role) => !had.includes(role)),
      ...had.filter((role) => !roles.includes(role)),
    ]
    if (changed.some((role) => BEYOND.includes(role))) return true
    if (id === caller.id && changed.length > 0) return true
    return old === undefined && leftOn !== undefined
  })
  if (wrong === undefined) return
  const because =
    wrong.id === caller.id
      ? 'You cannot change your own roles'
      : `${wrong.id} has or had a role of the whole authority, or has left and was not known here`
  throw new Problem('not-allowed', because, { remedy: 'Ask an administrator of the whole authority' })
}

// Somebody of a locality changes those of that locality: neither takes a person from another, nor gives one away.
function refuseElsewhere(
  people: readonly PersonToKeep[],
  { people: before }: Directory,
  { localities }: Scope,
): void {
  if (localities === 'authority') return
  const isHere = (locality: string | undefined) => locality !== undefined && localities.includes(locality)
  const other = people.find(({ id, locality }) => {
    const old = before.get(id)
    return !isHere(locality) || (old !== undefined && !isHere(old.locality))
  })
  if (other === undefined) return
  throw new Problem(
    'not-allowed',
    `${other.id} is not of your localities: ${localities.join(', ') || 'none'}`,
    {
      localities,
      remedy: 'Ask somebody of the whole authority, or of that locality',
    },
  )
}
