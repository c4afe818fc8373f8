import type { PageRoute } from '../../api/pages/page-route'
import { PAGES } from '../../api/pages/pages'
import { addContacts } from '../../db/contacts'
import { ROLES, type Role } from '../../domain/codes'
import type { PageVisitor } from '../support/api'
import { daysAgo } from '../support/days'
import { packMade } from '../support/pack-made'
import {
  openPermissionHouse,
  PLACES,
  PLANTED,
  type PermissionHouse,
  type Place,
  type PlantedJourney,
} from '../support/permission-house'

/*
 * Which pages are for whom, and of which journeys, written out: what the pages make of the product's own table is what is
 * tried here.
 */

const WORKING_WITH_THE_CHILD: readonly Role[] = [
  'case-worker',
  'reviewer',
  'panel-coordinator',
  'decision-maker',
  'legal',
  'manager',
]
const READING: readonly Role[] = [...WORKING_WITH_THE_CHILD, 'administrator', 'auditor', 'system']
const RECORDING: readonly Role[] = [...WORKING_WITH_THE_CHILD, 'administrator']
const OF_THE_AUTHORITY: readonly Role[] = [...RECORDING, 'improvement-lead', 'auditor']
const ALWAYS: readonly Role[] = ['manager', 'administrator']

/** For whom a page is; of a page about a journey, whether a case worker has it of their team's only. */
interface For {
  readonly roles: readonly Role[]
  readonly withinTeam?: boolean
  /** To these the journey has to be there first: whether it is theirs hangs on what they would correct. */
  readonly looked?: readonly Role[]
}

const PAGES_FOR: Readonly<Record<string, For>> = {
  '/work': { roles: RECORDING },
  '/children': { roles: [...READING, 'partner'] },
  '/dashboard': { roles: OF_THE_AUTHORITY },
  '/workload': { roles: ['improvement-lead', 'auditor', ...ALWAYS] },
  '/delay': { roles: OF_THE_AUTHORITY },
  '/diary': { roles: [...READING, 'partner'] },
  '/aims': { roles: OF_THE_AUTHORITY },
  '/aims/:aim': { roles: [...RECORDING, 'auditor'] },
  '/journeys/start': { roles: ['case-worker', ...ALWAYS] },
  '/journeys/:id': { roles: [...READING, 'partner'] },
  '/journeys/:id/record': { roles: RECORDING },
  '/journeys/:id/record/:type': { roles: ['case-worker', ...ALWAYS], withinTeam: true },
  '/journeys/:id/siblings': { roles: ['case-worker', 'reviewer', ...ALWAYS], withinTeam: true },
  '/journeys/:id/child': { roles: ['case-worker', 'reviewer', 'manager'], withinTeam: true },
  '/journeys/:id/events/:eventId/correct': { roles: ['reviewer', ...ALWAYS], looked: RECORDING },
  '/journeys/:id/events/:eventId/withdraw': { roles: ['reviewer', ...ALWAYS], looked: RECORDING },
  '/journeys/:id/deadlines/:ruleId': { roles: [...READING, 'partner'] },
  '/journeys/:id/chronology': { roles: [...RECORDING, 'auditor'] },
  '/exports': { roles: OF_THE_AUTHORITY },
  '/journeys/:id/audit': { roles: ['auditor', ...ALWAYS] },
  '/people': { roles: READING },
  '/people/add': { roles: ALWAYS },
  '/people/:id': { roles: ALWAYS },
  '/people/:id/handover': { roles: ALWAYS },
  '/agencies': { roles: OF_THE_AUTHORITY },
  '/agencies/add': { roles: ALWAYS },
  '/agencies/:id': { roles: ALWAYS },
  '/agencies/:id/remove': { roles: ALWAYS },
  '/notices': { roles: [...RECORDING, 'auditor'] },
  '/meeting-packs': { roles: OF_THE_AUTHORITY },
  '/meeting-packs/:locality/rhythm': { roles: ['improvement-lead', ...ALWAYS] },
  '/meeting-packs/:locality/end': { roles: ['improvement-lead', ...ALWAYS] },
  '/meeting-packs/:locality/meetings/:planned': { roles: ['improvement-lead', ...ALWAYS] },
  '/meeting-packs/:locality/:on': { roles: [...RECORDING, 'auditor', 'partner'] },
  '/improvement': { roles: OF_THE_AUTHORITY },
  '/improvement/tests/:id': { roles: OF_THE_AUTHORITY },
  '/improvement/tests/:id/history': { roles: OF_THE_AUTHORITY },
  '/improvement/tests/new': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/tests/:id/:step': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/driver-diagrams/:id': { roles: OF_THE_AUTHORITY },
  '/improvement/driver-diagrams/:id/history': { roles: OF_THE_AUTHORITY },
  '/improvement/driver-diagrams/new': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/driver-diagrams/:id/details': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/driver-diagrams/:id/nodes/add': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/driver-diagrams/:id/nodes/:node': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/driver-diagrams/:id/nodes/:node/remove': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/forcefields/:id': { roles: OF_THE_AUTHORITY },
  '/improvement/forcefields/:id/history': { roles: OF_THE_AUTHORITY },
  '/improvement/forcefields/new': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/forcefields/:id/details': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/forcefields/:id/forces/add': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/forcefields/:id/forces/:force': { roles: ['improvement-lead', ...ALWAYS] },
  '/improvement/forcefields/:id/forces/:force/remove': { roles: ['improvement-lead', ...ALWAYS] },
  '/tools/deadline': { roles: ROLES },
  '/tools/run-chart': { roles: ROLES },
  '/run-charts': { roles: OF_THE_AUTHORITY },
  '/imports': { roles: ['system', ...ALWAYS] },
  '/audit': { roles: ['auditor', 'administrator'] },
  '/break-glass': { roles: WORKING_WITH_THE_CHILD },
  '/practice': { roles: RECORDING },
  '/practice/start': { roles: ['case-worker', ...ALWAYS] },
  '/permissions': { roles: ROLES },
  '/policies': { roles: ROLES },
  '/policies/:id/:version': { roles: ROLES },
  '/policies/compare': { roles: ROLES },
  '/policies/what-if': { roles: ['improvement-lead', ...ALWAYS] },
}

/** And what is sent where there is nothing to open first. */
const SENT_FOR: Readonly<Record<string, readonly Role[]>> = {
  '/agencies/file': ALWAYS,
  '/imports/:id/cancel': ['system', ...ALWAYS],
  '/notices/:id/resend': RECORDING,
  '/people/:id/sign-out': ALWAYS,
  '/policies/adopt': ALWAYS,
  '/practice/:id/advance': RECORDING,
  '/practice/:id/end': RECORDING,
  '/children/by-name': WORKING_WITH_THE_CHILD,
}

// Without a mail sink there is no such page, and what is only sent has no page of its own; whose imports and practice are
// shown is tried with them.
const LEFT_OUT = ['/mail', '/imports/:id', '/practice/:id']

const READ = PAGES.filter(({ method, path }) => method === 'get' && !LEFT_OUT.includes(path))
const SENT = PAGES.filter(({ method }) => method === 'post')

const TODAY = daysAgo(0)

const RECORDS = {
  'tests-of-change': { title: 'A test', aim: '2' },
  'driver-diagrams': { title: 'Aim 2', aim: '2', statement: 'All', nodes: [{ id: 'n1', title: 'Dates' }] },
  forcefields: {
    title: 'Aim 2',
    aim: '2',
    forces: [{ id: 'n1', side: 'driving', title: 'Managers', strength: 3 }],
  },
}

let house: PermissionHouse
const visitors = new Map<Role, PageVisitor>()
/** The address of a record of improvement of each kind, each with a part that is called n1 where it has parts. */
const records = new Map<string, string>()
beforeAll(async () => {
  house = await openPermissionHouse()
  for (const [path, body] of Object.entries(RECORDS)) {
    const { headers } = await house.callers.manager.post(`/api/v1/${path}`, body)
    records.set(path.replace('tests-of-change', 'tests'), String(headers['location']).split('/').at(-1) ?? '')
  }
  await packMade(house.api.db, { locality: 'caithness', on: TODAY })
  await addContacts(house.api.db, [
    { agency: 'health', locality: 'caithness', recipient: 'contact', address: 'caithness@nhs.example' },
  ])
  for (const role of ROLES) visitors.set(role, await house.api.signedIn(house.claimsOf(role)))
})
afterAll(() => house.api.close())

it('every page is said to be for somebody here', () => {
  const unsaid = READ.map(({ path }) => path).filter((path) => !(path in PAGES_FOR))
  unsaid.push(...SENT.map(({ path }) => path).filter((path) => !(path in PAGES_FOR || path in SENT_FOR)))
  expect(unsaid.length === 0 ? '' : `Say in this test for whom ${unsaid.join(' and ')} is`).toBe('')
})

describe.each(READ)('$path', (page) => {
  it.each(ROLES)('is opened by %s as far as it is for them', async (role) => {
    for (const place of isOfJourney(page) ? PLACES : PLACES.slice(0, 1)) {
      const answer = await visitorOf(role).open(addressOf(page, house.journeys[place]))
      const html = await answer.text()
      expect([place, answer.status]).toEqual([place, expectedOf(page, role, place)])
      if (page.path !== '/journeys/:id/child' && page.path !== '/journeys/:id')
        expect(html).not.toContain(PLANTED.name)
      if (role === 'partner') expect(html).not.toMatch(/nobody-else-names/)
      if (!RECORDING.includes(role)) {
        expect(html).not.toContain(PLANTED.words)
        expect(html).not.toContain(PLANTED.name)
      }
    }
  })
})

it.each(SENT)('$path is sent by nobody for whom it is not', async (page) => {
  const those = PAGES_FOR[page.path]?.roles ?? SENT_FOR[page.path] ?? ROLES
  for (const role of ROLES.filter((one) => !those.includes(one))) {
    const answer = await visitorOf(role).send(addressOf(page, house.journeys.theirs), {
      _csrf: await tokenOf(role),
    })
    expect([role, answer.status]).toEqual([role, 403])
    // refused for who they are, not for an old form
    expect(await answer.text()).not.toContain('This form is from before')
  }
})

describe('the page of a journey', () => {
  it('shows a case worker who the child is in the journeys of their team, and offers nothing in those of another', async () => {
    const open = async (place: Place) =>
      (await visitorOf('case-worker').open(`/journeys/${house.journeys[place].id}`)).text()
    const [near, far] = [await open('of their team'), await open('of another team')]
    expect(near).toContain(PLANTED.name)
    expect(far).not.toContain(PLANTED.name)
    expect(near).toContain('/siblings"')
    expect(far).not.toContain('/siblings"')
    expect(far).not.toContain('/correct"')
  })

  it('says to an auditor and a partner that something is not shown, and to a manager nothing of the kind', async () => {
    const open = async (role: Role) =>
      (await visitorOf(role).open(`/journeys/${house.journeys.theirs.id}`)).text()
    expect(await open('auditor')).toContain('Not shown to you: what people wrote in their own words.')
    const partner = await open('partner')
    expect(partner).toContain('who leads, covers, chaired and recorded; brothers and sisters.')
    expect(partner).toContain('3-month')
    expect(partner).toContain('Panel')
    expect(partner).not.toContain('What has happened')
    expect(await open('manager')).not.toContain('Not shown to you')
  })

  it('is found by a partner in the list, which shows neither deadlines nor workers', async () => {
    const html = await (await visitorOf('partner').open('/children')).text()
    expect(html).toContain(`/journeys/${house.journeys.theirs.id}`)
    expect(html).not.toContain(`/journeys/${house.journeys['of their team'].id}`)
    for (const absent of ['Lead worker', 'With a deadline', 'Next deadline first'])
      expect(html).not.toContain(absent)
    expect((await visitorOf('partner').open('/children?worker=somebody')).status).toBe(422)
  })
})

describe('who may do what', () => {
  it('stands on a page that every page leads to', async () => {
    const html = await (await visitorOf('system').open('/permissions')).text()
    expect(html).toContain('Their own journeys and those of their team: Case worker')
    expect(html).toContain('Journeys of which their agency was told: Partner')
    expect(html).toContain('What people wrote in their own words')
    expect(await (await visitorOf('legal').open('/tools/deadline')).text()).toContain('href="/permissions"')
  })
})

function visitorOf(role: Role): PageVisitor {
  return visitors.get(role) as PageVisitor
}

async function tokenOf(role: Role): Promise<string> {
  const html = await (await visitorOf(role).open('/permissions')).text()
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
}

function isOfJourney({ path }: PageRoute): boolean {
  return path.startsWith('/journeys/:id')
}

function addressOf({ path }: PageRoute, { id, eventId }: PlantedJourney): string {
  return path
    .replace(':eventId', eventId)
    .replace(':ruleId', 'permanence-panel')
    .replace(':type', 'visit-made')
    .replace('/policies/:id/:version', '/policies/highland/2')
    .replace(':locality', 'caithness')
    .replace(':aim', '2')
    .replace(/:(on|planned)$/, TODAY)
    .replace('/agencies/:id', '/agencies/health.contact.caithness')
    .replace(/:(node|force)/, 'n1')
    .replace(':step', 'plan')
    .replace(/^\/improvement\/([^/]+)\/:id/, (_, kind: string) => `/improvement/${kind}/${records.get(kind)}`)
    .replace(':id', path.startsWith('/people') ? 'somebody-of-caithness' : id)
}

function expectedOf(page: PageRoute, role: Role, place: Place): number {
  const { roles, withinTeam = false, looked = [] } = PAGES_FOR[page.path] ?? { roles: [] }
  if (looked.includes(role) && place === 'of another locality') return 404
  if (!roles.includes(role)) return 403
  if (!isOfJourney(page)) return 200
  if (place === 'of another locality') return 404
  if (role === 'partner') return place === 'of their team' ? 404 : 200
  return role === 'case-worker' && withinTeam && place === 'of another team' ? 403 : 200
}
