import { leadsToLookAt, managerOf, ownerOf, type Owned } from '../../domain/owners'
import { isHere, peopleById, type Person } from '../../domain/people'
import type { LocalDate } from '../../domain/time'

const TODAY = '2026-07-01' as LocalDate
const day = (text: string) => text as LocalDate
const AWAY = { awayFrom: day('2026-06-29'), awayUntil: day('2026-07-10') }
const LEFT = { leftOn: day('2026-06-30') }

function somebody(id: string, more: Partial<Person> = {}): Person {
  return { id, name: id.charAt(0).toUpperCase() + id.slice(1), roles: ['case-worker'], ...more }
}
const manager = (id: string, more: Partial<Person> = {}) => somebody(id, { roles: ['manager'], ...more })

const JOURNEY: Owned = { lead: 'ana', locality: 'caithness' }

describe('somebody is here', () => {
  it.each([
    ['when nothing else is said', {}, true],
    ['on the day before they go away', { awayFrom: day('2026-07-02') }, true],
    ['not on the first day away', { awayFrom: TODAY }, false],
    ['not on the last day away', { awayUntil: TODAY }, false],
    ['on the day after', { awayFrom: day('2026-06-20'), awayUntil: day('2026-06-30') }, true],
    ['not while they are away for a time that nobody knows', { awayFrom: day('2025-01-01') }, false],
    ['on the day before they leave', { leftOn: day('2026-07-02') }, true],
    ['not from the day on which they leave', { leftOn: TODAY }, false],
  ] as const)('%s', (_when, more, here) => {
    expect(isHere(somebody('ana', more), TODAY)).toBe(here)
  })
})

describe('a journey is owned', () => {
  const cases: [string, Person[], Partial<Owned>, string | undefined, string, string][] = [
    ['by its lead who is here', [somebody('ana')], {}, 'ana', 'lead', 'Ana leads this journey'],
    ['by a lead whom the directory does not know', [], {}, 'ana', 'lead', 'ana leads this journey'],
    [
      'by its own cover while that runs, even with the lead here',
      [somebody('ana'), somebody('ben')],
      { cover: { worker: 'ben', until: TODAY } },
      'ben',
      'cover',
      'Ben covers for Ana until Wednesday 1 July 2026',
    ],
    [
      'by its lead again from the day after its own cover ends',
      [somebody('ana'), somebody('ben')],
      { cover: { worker: 'ben', until: day('2026-06-30') } },
      'ana',
      'lead',
      'Ana leads this journey',
    ],
    [
      'by its lead when its own cover is away too',
      [somebody('ana'), somebody('ben', AWAY)],
      { cover: { worker: 'ben' } },
      'ana',
      'lead',
      'Ana leads this journey',
    ],
    [
      'by whoever covers for a lead who is away',
      [somebody('ana', { ...AWAY, cover: 'ben' }), somebody('ben')],
      {},
      'ben',
      'cover',
      'Ana is away until Friday 10 July 2026, and Ben covers',
    ],
    [
      'by whoever covers for a lead who has left',
      [somebody('ana', { ...LEFT, cover: 'ben' }), somebody('ben')],
      {},
      'ben',
      'cover',
      'Ana has left, and Ben covers',
    ],
    [
      'as by one who has left, when the lead was away and left meanwhile',
      [somebody('ana', { ...AWAY, ...LEFT, cover: 'ben' }), somebody('ben')],
      {},
      'ben',
      'cover',
      'Ana has left, and Ben covers',
    ],
    [
      "by the cover's cover when the cover is away too",
      [
        somebody('ana', { ...LEFT, cover: 'ben' }),
        somebody('ben', { awayFrom: TODAY, cover: 'cat' }),
        somebody('cat'),
      ],
      {},
      'cat',
      'cover',
      'Ana has left, Ben is away, and Cat covers',
    ],
    [
      "by the lead's manager when two cover for each other and both are away",
      [
        somebody('ana', { ...AWAY, cover: 'ben', manager: 'mo' }),
        somebody('ben', { ...LEFT, cover: 'ana' }),
        manager('mo', { locality: 'skye' }),
        manager('abe', { locality: 'caithness' }),
      ],
      {},
      'mo',
      'manager',
      'Ana is away until Friday 10 July 2026, Ben has left, so Mo, who manages Ana, answers for this journey',
    ],
    [
      "by a manager of the team when the lead's manager is away",
      [
        somebody('ana', { ...LEFT, manager: 'mo' }),
        manager('mo', AWAY),
        manager('abe', { locality: 'caithness' }),
        manager('nan', { locality: 'caithness', team: 'wick' }),
        manager('lou', { locality: 'skye', team: 'wick' }),
      ],
      { team: 'wick' },
      'nan',
      'manager',
      'Ana has left, nobody covers, so Nan, a manager of the team wick, answers for this journey',
    ],
    [
      'by a manager of the locality when nobody leads it',
      [manager('zoe', { locality: 'caithness' }), manager('abe', { locality: 'skye' })],
      { lead: undefined },
      'zoe',
      'manager',
      'Nobody leads this journey, so Zoe, a manager of the locality, answers for this journey',
    ],
    [
      'of two managers of the locality, by the first by id, in whatever order they are known',
      [manager('zoe', { locality: 'caithness' }), manager('abe', { locality: 'caithness' })],
      { lead: undefined },
      'abe',
      'manager',
      'Nobody leads this journey, so Abe, a manager of the locality, answers for this journey',
    ],
    [
      'by a manager of the authority when the locality has none who is here',
      [
        manager('abe', { locality: 'skye' }),
        manager('zoe'),
        manager('cat', { ...LEFT, locality: 'caithness' }),
      ],
      { lead: undefined },
      'zoe',
      'manager',
      'Nobody leads this journey, so Zoe, a manager of the authority, answers for this journey',
    ],
    [
      'by any manager at all before it is owned by nobody',
      [somebody('ana', LEFT), manager('abe', { locality: 'skye' })],
      {},
      'abe',
      'manager',
      'Ana has left, nobody covers, so Abe, a manager of the authority, answers for this journey',
    ],
    [
      'by nobody only where no manager is here',
      [somebody('ana', { ...LEFT, cover: 'ben' }), somebody('ben', LEFT), manager('mo', LEFT)],
      {},
      undefined,
      'nobody',
      'Ana has left, Ben has left, and the directory has no manager who is here',
    ],
  ]
  it.each(cases)('%s', (_how, people, more, person, as, because) => {
    expect(ownerOf({ ...JOURNEY, ...more }, peopleById(people), TODAY)).toEqual({
      ...(person !== undefined && { person }),
      as,
      because,
    })
  })
})

describe('the manager of a journey', () => {
  it('is none of another locality: whoever is told then is for the contacts to say', () => {
    const people = peopleById([manager('abe', { locality: 'skye' }), manager('zoe')])
    expect(managerOf({ locality: 'caithness' }, people, TODAY)).toBeUndefined()
  })

  it("is the lead's own, wherever they are", () => {
    const people = peopleById([
      somebody('ana', { manager: 'abe' }),
      manager('abe', { locality: 'skye' }),
      manager('zoe', { locality: 'caithness' }),
    ])
    expect(managerOf(JOURNEY, people, TODAY)?.id).toBe('abe')
  })
})

describe('where somebody looks for their journeys', () => {
  const people = peopleById([
    somebody('ana', { ...AWAY, cover: 'ben' }),
    somebody('ben'),
    somebody('cat', LEFT),
    somebody('dan', { ...AWAY, cover: 'eve' }),
    somebody('eve'),
    manager('mo'),
  ])

  it('is among their own, those they cover, and those of people whom nobody covers', () => {
    expect(leadsToLookAt('ben', people, TODAY)).toEqual(['ana', 'ben', 'cat'])
    expect(leadsToLookAt('mo', people, TODAY)).toEqual(['cat', 'mo'])
  })

  it('leaves out no journey that is theirs', () => {
    for (const lead of people.keys()) {
      const { person } = ownerOf({ lead, locality: 'caithness' }, people, TODAY)
      expect(leadsToLookAt(person ?? '', people, TODAY)).toContain(lead)
    }
  })
})
