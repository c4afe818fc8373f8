import { z } from 'zod'
import { personSchema, type PersonState } from '../../contracts/people-schema'
import { readDirectory } from '../../db/people'
import { hasLeft, isAway, type Person } from '../../domain/people'
import type { LocalDate } from '../../domain/time'
import { invalidRequest, type Problem } from '../problem'
import { NONE, readRoute } from '../route'

const query = z.strictObject({
  left: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: '`true` to have those who have left too' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().meta({ description: 'The `next` of the page before' }),
})

export const readPeopleRoute = readRoute({
  path: '/api/v1/people',
  action: 'people.read',
  reads: 'nothing',
  tag: 'People',
  summary: 'Read the directory of people',
  description:
    'Who works here, by id: where, for whom, who covers, and who is away. The ETag is that of the directory.',
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'A page of the directory; `next` is null on the last one',
    schema: z.strictObject({ items: z.array(personSchema), next: z.string().nullable() }),
    shows: ['ETag'],
  },
  problems: [],
  async read({ query: { left, limit, cursor } }, { db }) {
    const after = cursor === undefined ? '' : idIn(cursor)
    const { people, today, version } = await readDirectory(db)
    const asked = [...people.values()]
      .filter((person) => left === 'true' || !hasLeft(person, today))
      .filter(({ id }) => id > after)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    const items = asked.slice(0, limit)
    const last = items.at(-1)
    return {
      status: 200,
      version,
      body: {
        items: items.map((person) => personAnswer(person, today)),
        next: asked.length > limit && last ? cursorOf(last.id) : null,
      },
    }
  },
})

/** Somebody as the API shows them. */
export function personAnswer(person: Person, today: LocalDate): object {
  return { ...person, state: stateOn(person, today) }
}

function stateOn(person: Person, today: LocalDate): PersonState {
  if (hasLeft(person, today)) return 'left'
  return isAway(person, today) ? 'away' : 'here'
}

const MARK = 'person:'

function cursorOf(id: string): string {
  return Buffer.from(MARK + id).toString('base64url')
}

function idIn(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  if (text.startsWith(MARK)) return text.slice(MARK.length)
  throw notACursor()
}

function notACursor(): Problem {
  return invalidRequest([
    {
      field: 'cursor',
      message: 'is not a cursor of this list',
      remedy: 'Give the `next` of the page before, or leave it out to begin again',
    },
  ])
}
