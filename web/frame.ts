import type * as preact from 'preact'

/** The parts of the pages that the navigation leads to. */
export type Section =
  | 'work'
  | 'children'
  | 'start'
  | 'diary'
  | 'meetings'
  | 'notices'
  | 'dashboard'
  | 'aims'
  | 'charts'
  | 'improvement'
  | 'exports'
  | 'people'
  | 'agencies'
  | 'policies'
  | 'tools'
  | 'imports'
  | 'practice'
  | 'mail'
  | 'audit'

/** Each part by name, and where it begins. */
export const SECTIONS: Readonly<Record<Section, { readonly title: string; readonly address: string }>> = {
  work: { title: 'My work', address: '/work' },
  children: { title: 'Children', address: '/children' },
  start: { title: 'Start a journey', address: '/journeys/start' },
  diary: { title: 'Diary', address: '/diary' },
  meetings: { title: 'PACE meetings', address: '/meeting-packs' },
  notices: { title: 'Notices', address: '/notices' },
  dashboard: { title: 'Dashboard', address: '/dashboard' },
  aims: { title: 'Aims', address: '/aims' },
  charts: { title: 'Run charts', address: '/run-charts' },
  improvement: { title: 'Improvement', address: '/improvement' },
  exports: { title: 'Exports', address: '/exports' },
  people: { title: 'People', address: '/people' },
  agencies: { title: 'Agencies', address: '/agencies' },
  policies: { title: 'Policies', address: '/policies' },
  tools: { title: 'Work out a date', address: '/tools/deadline' },
  imports: { title: 'Bring in a file', address: '/imports' },
  practice: { title: 'Practice', address: '/practice' },
  mail: { title: 'Practice mail', address: '/mail' },
  audit: { title: 'Audit', address: '/audit' },
}

/** What surrounds every page: who looks at it, and where they are. */
export interface Frame {
  /** Absent where nobody is signed in. */
  readonly person?: { readonly name: string; readonly roles: string }
  /** When the page was made, and when their session ends: if they ask for nothing more, and in any case; as milliseconds. */
  readonly session?: { readonly now: number; readonly ends: number; readonly until: number }
  readonly csrf: string
  readonly here?: Section
  /** Which parts this person may go to. */
  readonly sections: readonly Section[]
  /** How much of this person's work is overdue or due soon; absent where they have none. */
  readonly pressing?: number
  /** How many notices of this person's work could not be delivered lately. */
  readonly untold?: number
  /** With the practice sign-in, every page says so. */
  readonly practice: boolean
  /** The page is about a practice journey, which is about no child. */
  readonly practising?: { readonly id: string; readonly now: string }
}

/** A page: its title, as the browser's tab and its one heading show it, and what is in it. */
export interface Content {
  readonly title: string
  /** Something was wrong with what was sent: the title says so first. */
  readonly wrong?: boolean
  readonly body: preact.ComponentChildren
}
