import { ROLES, type Role } from '../../domain/codes'
import { EVENT_TYPES } from '../../domain/events'
import {
  may,
  PARTS,
  PERMISSIONS,
  reachOf,
  rolesThatMay,
  shownOf,
  withheldFrom,
  type Action,
} from '../../domain/permissions'
import { RECORDED_BY } from '../support/recorded-by'

const ACTIONS = Object.keys(PERMISSIONS) as Action[]

describe('who may do what', () => {
  test('is said of every type of event and every role: those of the table, managers and administrators, nobody else', () => {
    for (const type of EVENT_TYPES) {
      const allowed = new Set<Role>([...RECORDED_BY[type], 'manager', 'administrator'])
      for (const role of ROLES)
        expect([type, role, may([role], `record.${type}`)]).toEqual([type, role, allowed.has(role)])
    }
  })

  test('has no action besides recording but those of journeys, children, people, agencies, meetings, notices and siblings, reports, improvement and exports, one’s work, the diary, files brought in, the audit, describing, this table, policies, reckoning and practice mail', () => {
    const others = ACTIONS.filter((action) => !action.startsWith('record.'))
    expect(others.sort()).toEqual([
      'agencies.read',
      'agencies.write',
      'audit.read',
      'audit.search',
      'changes.follow',
      'child.read',
      'child.write',
      'chronology.read',
      'dashboard.read',
      'diary.read',
      'exports.celcis',
      'exports.clas',
      'exports.journeys',
      'exports.published',
      'imports.read',
      'imports.write',
      'improvement.read',
      'improvement.write',
      'journey.list',
      'journey.open-with-reason',
      'journey.read',
      'journey.start',
      'meeting-packs.read',
      'meetings.read',
      'meetings.write',
      'notices.list',
      'notices.resend',
      'people.handover',
      'people.read',
      'people.sign-out',
      'people.write',
      'permissions.read',
      'policies.adopt',
      'policies.read',
      'policies.what-if',
      'practice-mail.read',
      'practice.advance',
      'practice.end',
      'practice.read',
      'reports.journeys',
      'reports.read',
      'service.describe',
      'siblings.link',
      'tools.use',
      'work.read',
      'workload.read',
    ])
    expect(ACTIONS).toHaveLength(EVENT_TYPES.length + others.length)
  })

  test('names only roles that there are, each once', () => {
    for (const action of ACTIONS) {
      const roles = rolesThatMay(action)
      expect(ROLES).toEqual(expect.arrayContaining([...roles]))
      expect(new Set(roles).size).toBe(roles.length)
    }
  })

  test('lets nobody without a role do anything', () => {
    for (const action of ACTIONS) expect(may([], action)).toBe(false)
  })

  test('lets improvement leads see no child’s journey, and partners only those of which their agency was told', () => {
    for (const action of ['journey.read', 'journey.list'] as const) {
      expect(reachOf(['improvement-lead'], action)).toBeUndefined()
      expect(reachOf(['partner'], action)).toBe('agency')
    }
  })

  test('keeps who the child is from whoever does not work with the child: administrators too', () => {
    for (const role of ['administrator', 'auditor', 'system', 'partner', 'improvement-lead'] as const) {
      expect(may([role], 'child.read')).toBe(false)
      expect(may([role], 'child.write')).toBe(false)
    }
  })

  test('lets a case worker record and know who the child is in the journeys of their team, and others in their localities', () => {
    for (const type of EVENT_TYPES) {
      for (const role of RECORDED_BY[type])
        expect([type, role, reachOf([role], `record.${type}`)]).toEqual([
          type,
          role,
          role === 'case-worker' ? 'team' : 'locality',
        ])
    }
    expect(reachOf(['case-worker'], 'child.read')).toBe('team')
    expect(reachOf(['legal'], 'child.read')).toBe('locality')
  })

  test('reaches beyond localities only in what is about no journey, and in opening one with a reason', () => {
    const wide = ACTIONS.filter((action) => ROLES.some((role) => PERMISSIONS[action][role] === 'authority'))
    expect(wide.sort()).toEqual([
      'agencies.read',
      'agencies.write',
      'exports.published',
      'improvement.read',
      'improvement.write',
      'journey.open-with-reason',
      'meetings.read',
      'people.read',
      'people.sign-out',
      'people.write',
      'permissions.read',
      'policies.read',
      'practice-mail.read',
      'reports.read',
      'service.describe',
      'tools.use',
    ])
  })

  test('reaches as far as the farthest of a person’s roles', () => {
    expect(reachOf(['case-worker', 'legal'], 'record.order-lodged')).toBe('locality')
    expect(reachOf(['partner', 'auditor'], 'journey.read')).toBe('locality')
    expect(reachOf(['improvement-lead', 'partner'], 'journey.read')).toBe('agency')
  })

  test('lets auditors and other systems read and record nothing by hand; auditors see who looked, and systems bring files in', () => {
    for (const role of ['auditor', 'system'] as const) {
      expect(ACTIONS.filter((action) => may([role], action))).toEqual([
        'journey.read',
        'journey.list',
        'diary.read',
        'service.describe',
        'permissions.read',
        'policies.read',
        'tools.use',
        'people.read',
        ...(role === 'auditor' ? ['agencies.read', 'meetings.read', 'meeting-packs.read'] : []),
        ...(role === 'auditor'
          ? ['audit.read', 'audit.search']
          : ['changes.follow', 'imports.write', 'imports.read']),
        ...(role === 'auditor'
          ? [
              'notices.list',
              'chronology.read',
              'reports.read',
              'reports.journeys',
              'dashboard.read',
              'workload.read',
              'improvement.read',
              'exports.journeys',
              'exports.published',
            ]
          : []),
      ])
    }
  })

  test('adds up over a person’s roles', () => {
    expect(may(['auditor', 'legal'], 'record.order-lodged')).toBe(true)
    expect(may(['auditor', 'partner'], 'record.order-lodged')).toBe(false)
  })

  test('tells whom to ask', () => {
    expect(rolesThatMay('record.agency-decision-made')).toEqual([
      'decision-maker',
      'panel-coordinator',
      'manager',
      'administrator',
    ])
  })
})

describe('what is shown of a journey', () => {
  test('is all to those who work with the child; no words to auditors and other systems; to partners their agency’s part', () => {
    for (const role of ROLES.filter((one) => may([one], 'journey.read') && one !== 'partner')) {
      const withoutWords = role === 'auditor' || role === 'system'
      expect([role, withheldFrom([role])]).toEqual([role, withoutWords ? ['words'] : []])
    }
    expect(withheldFrom(['partner'])).toEqual(['words', 'people', 'siblings'])
    for (const part of ['course', 'diary', 'notices'] as const)
      expect(shownOf(['partner'], part)).toBe('agency')
  })

  test('is nothing at all to a role that may not read journeys', () => {
    for (const role of ROLES.filter((one) => !may([one], 'journey.read')))
      expect(withheldFrom([role])).toEqual(PARTS)
  })

  test('leaves whoever has the whole course no less than all but the words, and whoever records the words too', () => {
    for (const role of ROLES.filter((one) => shownOf([one], 'course') === 'all')) {
      for (const part of PARTS.filter((one) => one !== 'words')) expect(shownOf([role], part)).toBe('all')
      const records = ACTIONS.some((action) => action.startsWith('record.') && may([role], action))
      if (records) expect(shownOf([role], 'words')).toBe('all')
    }
  })

  test('adds up over a person’s roles', () => {
    expect(withheldFrom(['auditor', 'legal'])).toEqual([])
    expect(shownOf(['partner', 'auditor'], 'notices')).toBe('all')
  })
})
