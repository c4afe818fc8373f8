import { ROLES, type Role } from '../../domain/codes'
import { EVENT_TYPES, type EventType } from '../../domain/events'
import { may, PERMISSIONS, rolesThatMay, type Action } from '../../domain/permissions'

const ACTIONS = Object.keys(PERMISSIONS) as Action[]

// the column "recorded by" of the domain's table of events, managers and administrators apart
const RECORDED_BY: Record<EventType, readonly Role[]> = {
  'looked-after-started': ['case-worker'],
  'child-plan-meeting-held': ['reviewer', 'case-worker'],
  'review-held': ['reviewer'],
  'meeting-date-set': ['reviewer', 'case-worker', 'panel-coordinator'],
  'permanence-recommended': ['reviewer'],
  'panel-held': ['panel-coordinator', 'reviewer'],
  'agency-decision-made': ['decision-maker', 'panel-coordinator'],
  'order-lodged': ['legal', 'case-worker'],
  'returned-to-family': ['case-worker'],
  'journey-closed': ['case-worker'],
  'pathway-changed': ['case-worker'],
  'legal-basis-changed': ['case-worker', 'legal'],
  'placement-changed': ['case-worker'],
  'worker-assigned': ['case-worker'],
  'visit-made': ['case-worker'],
  'parents-notified': ['case-worker', 'panel-coordinator'],
  'hearing-advice-requested': ['legal', 'case-worker'],
  'hearing-held': ['legal', 'case-worker'],
  'hearing-advice-given': ['legal', 'case-worker'],
  'consent-recorded': ['legal', 'case-worker'],
  'order-granted': ['legal', 'case-worker'],
  'order-refused': ['legal', 'case-worker'],
  'application-withdrawn': ['legal', 'case-worker'],
  'peer-review-held': ['reviewer'],
  'peer-review-fed-back': ['reviewer'],
  'delay-explained': ['case-worker', 'reviewer'],
  transferred: [],
  'policy-adopted': [],
  'event-corrected': ['case-worker', 'reviewer', 'panel-coordinator', 'decision-maker', 'legal'],
}

describe('who may do what', () => {
  test('is said of every type of event and every role: those of the table, managers and administrators, nobody else', () => {
    for (const type of EVENT_TYPES) {
      const allowed = new Set<Role>([...RECORDED_BY[type], 'manager', 'administrator'])
      for (const role of ROLES)
        expect([type, role, may([role], `record.${type}`)]).toEqual([type, role, allowed.has(role)])
    }
  })

  test('has no action besides recording but those of journeys, people and siblings, one’s work, the audit, describing, reckoning and practice mail', () => {
    const others = ACTIONS.filter((action) => !action.startsWith('record.'))
    expect(others.sort()).toEqual([
      'audit.read',
      'audit.search',
      'journey.list',
      'journey.read',
      'journey.start',
      'people.handover',
      'people.read',
      'people.sign-out',
      'people.write',
      'practice-mail.read',
      'service.describe',
      'siblings.link',
      'tools.use',
      'work.read',
    ])
    expect(ACTIONS).toHaveLength(EVENT_TYPES.length + others.length)
  })

  test('names only roles that there are, each once', () => {
    for (const action of ACTIONS) {
      const roles = PERMISSIONS[action]
      expect(ROLES).toEqual(expect.arrayContaining([...roles]))
      expect(new Set(roles).size).toBe(roles.length)
    }
  })

  test('lets nobody without a role do anything', () => {
    for (const action of ACTIONS) expect(may([], action)).toBe(false)
  })

  test('lets partners and improvement leads see no child’s journey', () => {
    for (const role of ['partner', 'improvement-lead'] as const) {
      expect(may([role], 'journey.read')).toBe(false)
      expect(may([role], 'journey.list')).toBe(false)
    }
  })

  test('lets auditors and other systems read and record nothing, and auditors see who looked', () => {
    for (const role of ['auditor', 'system'] as const) {
      expect(ACTIONS.filter((action) => may([role], action))).toEqual([
        'journey.read',
        'journey.list',
        'service.describe',
        'tools.use',
        'people.read',
        ...(role === 'auditor' ? ['audit.read', 'audit.search'] : []),
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
