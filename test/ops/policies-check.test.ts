import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { checkPolicies } from '../../cli/policies'
import holidays1 from '../../policies/calendars/kinlarroch/1.json'
import kinlarroch1 from '../../policies/kinlarroch/1.json'
import { policyFolders } from '../support/policy-folder'

/** A council's own folder with these files, by their places in it. */
const folderWith = policyFolders()

const council = (changes: object = {}) => ({ ...kinlarroch1, id: 'ayton', ...changes })

describe('pace policies check', () => {
  const checked = (place: string) => {
    try {
      return checkPolicies(place)
    } catch (error) {
      return (error as Error).message
    }
  }

  test('says of a folder and of a file that they are right, or all that is wrong', () => {
    const good = folderWith({ 'ayton/1.json': council() })
    expect(checked(good)).toEqual([expect.stringMatching(/^ayton version 1 is right: [0-9a-f]{64}$/)])
    expect(checked(path.join(good, 'ayton/1.json'))).toEqual([
      expect.stringMatching(/^1\.json is right: Kinlarroch/),
    ])
    const bad = folderWith({ 'ayton/1.json': council({ noticeHour: 30, title: '' }) })
    for (const place of [bad, path.join(bad, 'ayton/1.json')]) {
      expect(checked(place)).toContain('title: must not be empty')
      expect(checked(place)).toContain('noticeHour: must be 0 to 23')
    }
  })

  test('reads a calendar by itself, and says what is no place, no JSON or empty', () => {
    const folder = folderWith({ 'calendars/own/1.json': { ...holidays1, id: 'own' }, 'x/1.json': 'x' })
    expect(checked(path.join(folder, 'calendars/own/1.json'))).toEqual([
      '1.json is right by itself; what it is laid over is checked with its folder',
    ])
    expect(checked(path.join(folder, 'x/1.json'))).toContain('is not JSON')
    expect(checked(path.join(folder, 'elsewhere'))).toContain('There is neither a folder nor a file')
    expect(checked(folderWith({}))).toContain('there is no document in it')
  })
})

describe('a part of PACE', () => {
  test.each(['api', 'worker'])(
    '%s does not start on a broken folder, and names file and place',
    (part) => {
      const folder = folderWith({ 'ayton/1.json': council({ noticeHour: 30 }) })
      const { status, stderr } = spawnSync(process.execPath, ['ops/pace.cjs', part], {
        cwd: path.resolve(__dirname, '../..'),
        env: { ...process.env, PACE_POLICIES: folder, PACE_DATA_DIR: folder },
        encoding: 'utf8',
        timeout: 60_000,
      })
      expect([status, stderr]).toEqual([
        1,
        `Wrong policies:\n  ${folder}/ayton/1.json: noticeHour: must be 0 to 23. Mend it\n`,
      ])
    },
    90_000,
  )
})
