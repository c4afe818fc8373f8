import path from 'node:path'
import { readFolder, WrongPolicies } from '../../policies/folder'
import { foldersOf, requirePolicies } from '../../policies/here'
import { libraryOf } from '../../policies/library'
import kinlarroch1 from '../../policies/kinlarroch/1.json'
import holidays1 from '../../policies/calendars/kinlarroch/1.json'
import { policyFolders } from '../support/policy-folder'
import { temporaryFolder } from '../support/temporary-folder'

const ours = foldersOf(undefined)
const temporary = temporaryFolder()

/** A council's own folder with these files, by their places in it. */
const folderWith = policyFolders()

const council = (changes: object = {}) => ({ ...kinlarroch1, id: 'ayton', ...changes })

function faultsOf(act: () => unknown): readonly string[] {
  try {
    act()
    return []
  } catch (error) {
    if (!(error instanceof WrongPolicies)) throw error
    return error.faults
  }
}

const reading = (files: Readonly<Record<string, unknown>>) => {
  const folder = folderWith(files)
  return faultsOf(() => libraryOf([...ours, readFolder(folder, 'own')]))
}

describe('a council’s own folder', () => {
  test('is read besides ours: its policy may pin our calendars, and its calendar be laid over ours', () => {
    const folder = folderWith({
      'ayton/1.json': council({
        calendars: { hearings: 1, 'ayton-days': 1 },
        workingCalendar: 'ayton-days',
        rules: kinlarroch1.rules.map((rule) => ({
          ...rule,
          within: 'workingDays' in rule.within ? { days: 3 } : rule.within,
        })),
      }),
      'calendars/ayton-days/1.json': { ...holidays1, id: 'ayton-days' },
      'calendars/ayton-days/2.json': {
        id: 'ayton-days',
        version: 2,
        title: 'Ours, without the fair of 2026',
        base: { id: 'ayton-days', version: 1 },
        add: [],
        remove: ['2026-07-13'],
      },
      '.hidden/1.json': 'no JSON',
      'README.md': 'ours',
    })
    const { policies, calendars } = libraryOf([...ours, readFolder(folder, 'own')])
    expect(
      policies.find(({ reference }) => reference.id === 'ayton')?.policy.agencies.map(({ id }) => id),
    ).toContain('police')
    const [first, second] = calendars.filter(({ calendar }) => calendar.id === 'ayton-days')
    expect(first?.calendar.holidays).toHaveLength((second?.calendar.holidays.length ?? 0) + 1)
    expect(second?.base).toEqual({ id: 'ayton-days', version: 1 })
  })

  test('may hold a variant of our policy, whichever is read first', () => {
    const caithness = ours[0]!.policies.find(({ id }) => id === 'highland-caithness')!.content as object
    expect(reading({ 'a-variant/1.json': { ...caithness, id: 'a-variant' } })).toEqual([])
  })

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'a document that is ours',
      { 'highland/1.json': { ...kinlarroch1, id: 'highland' } },
      [
        'own/highland/1.json: policy highland version 1 is there already, in policies/highland/1.json. Give yours an id of its own',
      ],
    ],
    [
      'a calendar that is ours',
      {
        'calendars/scotland/1.json': {
          ...holidays1,
          id: 'scotland',
          base: { id: 'hearings', version: 1 },
          add: [],
          remove: [],
        },
      },
      [
        'own/calendars/scotland/1.json: calendar scotland version 1 is there already, in policies/calendars/scotland/1.json. Give yours an id of its own',
      ],
    ],
    [
      'what is wrong in it',
      { 'ayton/1.json': council({ noticeHour: 30, told: { 'panel-held': ['navy'] } }) },
      [
        'own/ayton/1.json: noticeHour: must be 0 to 23. Mend it',
        "own/ayton/1.json: told.panel-held.0: navy is not among the policy's agencies. Add it to agencies, or give one of: social-work, health, education, reporter, hearings, police, housing",
      ],
    ],
    [
      'a calendar over one that is not there, and days that are none of its holidays',
      {
        'calendars/ayton/1.json': { ...holidays1, id: 'ayton', base: { id: 'moon', version: 1 } },
        'calendars/other/1.json': {
          ...holidays1,
          id: 'other',
          remove: ['2026-05-25', '2026-05-26'],
          add: [{ on: '2026-12-25', name: 'Christmas' }],
        },
      },
      [
        'own/calendars/ayton/1.json: base: There is no calendar moon version 1: there is hearings version 1, kinlarroch version 1, scotland version 1, other version 1. Name a calendar that there is',
      ],
    ],
  ])('with %s is refused by its file and the place in it', (_, files, expected) => {
    const told = reading(files)
    for (const [index, fault] of expected.entries()) {
      if (fault.includes('there is hearings'))
        expect(told[index]).toMatch(
          /^own\/calendars\/ayton\/1\.json: base: There is no calendar moon version 1/,
        )
      else expect(told[index]).toBe(fault)
    }
  })

  test('with days that are no holidays of what it is laid over is refused at each of them', () => {
    const told = reading({
      'calendars/other/1.json': {
        ...holidays1,
        id: 'other',
        remove: ['2026-05-26', '2026-05-27'],
        add: [{ on: '2026-12-25', name: 'Christmas' }],
      },
    })
    expect(told).toHaveLength(3)
    expect(told[0]).toMatch(
      /^own\/calendars\/other\/1\.json: remove\.0: .*removes 2026-05-26, which is no holiday of scotland/,
    )
    expect(told[1]).toMatch(/: remove\.1: /)
    expect(told[2]).toMatch(/: add\.0\.on: .*which is a holiday already \(Christmas Day\)/)
  })

  test('with calendars that are laid over one another is refused', () => {
    const over = (id: string, base: string) => ({
      ...holidays1,
      id,
      base: { id: base, version: 1 },
      add: [],
      remove: [],
    })
    const told = reading({
      'calendars/one/1.json': over('one', 'two'),
      'calendars/two/1.json': over('two', 'one'),
    })
    expect(told[0]).toMatch(/^own\/calendars\/one\/1\.json: base: There is no calendar two version 1/)
  })

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a file that is no JSON', { 'ayton/1.json': '{ "id": ' }, 'own/ayton/1.json: is not JSON ('],
    [
      'a file that is not called by its version',
      { 'ayton/first.json': council() },
      'own/ayton/first.json: a document is called by its version, such as 1.json. Rename it, or take it out',
    ],
    [
      'another id than its folder',
      { 'berwick/1.json': council() },
      'own/berwick/1.json: id: is ayton, and its folder is berwick. Let them agree',
    ],
    [
      'another version than its name',
      { 'ayton/2.json': council() },
      'own/ayton/2.json: version: is 1, and its file is 2.json. Let them agree',
    ],
  ])('with %s is refused by its file', (_, files, expected) => {
    expect(reading(files)[0]).toContain(expected)
  })

  test('that is not there is refused by its name, and so is a policy in force that nobody has', () => {
    const nowhere = path.join(temporary.path, 'nowhere')
    expect(faultsOf(() => requirePolicies(nowhere, 'highland'))).toEqual([
      `${nowhere}: there is no such folder. Give a folder of policies that this process may read`,
    ])
    expect(faultsOf(() => requirePolicies(undefined, 'atlantis'))).toEqual([
      'There is no policy atlantis: PACE_POLICY can be highland, highland-caithness, kinlarroch, scotland-statutory',
    ])
    expect(faultsOf(() => requirePolicies(' ', 'highland'))).toEqual([])
  })
})
