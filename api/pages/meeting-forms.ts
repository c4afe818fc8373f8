import { randomUUID } from 'node:crypto'
import { readPaceMeetings, type PaceMeetings } from '../../db/pace-meetings'
import { readDirectory } from '../../db/people'
import { AUTHORITY } from '../../db/scope'
import { inFull } from '../../domain/dates-in-words'
import { isPlanned, type MeetingChange } from '../../domain/pace-meetings'
import { hasLeft } from '../../domain/people'
import { isLocalDate, type LocalDate } from '../../domain/time'
import type { FormError } from '../../web/components/error-summary'
import type { Field, Typed } from '../../web/forms/field'
import { meetingsFields, singleMeetingFields } from '../../web/forms/meetings-form'
import { readForm, ticked, typedDay } from '../../web/forms/read-form'
import { formPage, type FormView } from '../../web/pages/form'
import { namedAgencies } from '../agencies/known'
import { endMeetingsRoute } from '../meetings/end-meetings'
import { refuseElsewhere, replaceMeetingsRoute } from '../meetings/replace-meetings'
import { noMeetings } from '../meetings/read-meetings'
import { perform } from '../perform'
import { Problem } from '../problem'
import { inReachOf } from '../reach'
import type { PageServices } from '../services'
import { CHANGED_MEANWHILE } from './form-errors'
import { policyLocalities } from './localities'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

const BACK = { address: '/meeting-packs', words: 'PACE meetings' }

export const rhythmFormRoute: PageRoute = {
  method: 'get',
  path: '/meeting-packs/:locality/rhythm',
  actions: ['meetings.write'],
  here: 'meetings',
  async answer(request, services) {
    const asked = await askedOf(request, services)
    return { content: formPage(await rhythmView(request, services, asked, typedOf(asked.meetings))) }
  },
}

export const keepRhythmPageRoute: PageRoute = {
  method: 'post',
  path: '/meeting-packs/:locality/rhythm',
  actions: ['meetings.write'],
  here: 'meetings',
  async answer(request, services) {
    const { person, typed } = request
    const asked = await askedOf(request, services)
    const view = await rhythmView(request, services, asked, typed)
    const outcome = await submitForm(
      {
        route: replaceMeetingsRoute,
        params: { locality: asked.id },
        fields: view.fields,
        typed: { ...typed, _version: String(view.version ?? 0) },
        fixed: { changes: changesThatFit(asked.meetings, view.fields, typed) },
        person,
      },
      services,
    )
    if ('kept' in outcome) return { to: '/meeting-packs?kept=yes' }
    const { status, errors, fieldErrors, problem } = outcome
    if (problem.kind !== 'recorded-meanwhile')
      return { status, content: formPage({ ...view, errors, fieldErrors }) }
    const fresh = await rhythmView(request, services, asked, typedOf(asked.meetings))
    return { status, content: formPage({ ...fresh, errors: CHANGED_MEANWHILE }) }
  },
}

export const endMeetingsFormRoute: PageRoute = {
  method: 'get',
  path: '/meeting-packs/:locality/end',
  actions: ['meetings.write'],
  here: 'meetings',
  async answer(request, services) {
    const { id, name } = await askedOf(request, services)
    return {
      content: formPage({
        ...emptyForm(request),
        title: `No more PACE meetings in ${name}?`,
        intro:
          'No more packs are made. Those that were made stay. To rest for a while, pause the meetings instead.',
        action: `/meeting-packs/${id}/end`,
        submit: 'End the meetings',
      }),
    }
  },
}

export const endMeetingsPageRoute: PageRoute = {
  method: 'post',
  path: '/meeting-packs/:locality/end',
  actions: ['meetings.write'],
  here: 'meetings',
  async answer(request, services) {
    const { id } = await askedOf(request, services)
    await perform(endMeetingsRoute, { caller: request.person, params: { locality: id }, body: {} }, services)
    return { to: '/meeting-packs?ended=yes' }
  },
}

export const singleMeetingFormRoute: PageRoute = {
  method: 'get',
  path: '/meeting-packs/:locality/meetings/:planned',
  actions: ['meetings.write'],
  here: 'meetings',
  async answer(request, services) {
    const single = singleOf(request, await askedOf(request, services))
    return { content: formPage(singleView(request, single, typedChange(single.change))) }
  },
}

export const keepSingleMeetingPageRoute: PageRoute = {
  method: 'post',
  path: '/meeting-packs/:locality/meetings/:planned',
  actions: ['meetings.write'],
  here: 'meetings',
  async answer(request, services): Promise<PageAnswer> {
    const { person, typed } = request
    const single = singleOf(request, await askedOf(request, services))
    const { asked, meetings, planned } = single
    const view = singleView(request, single, typed)
    const read = readForm(view.fields, typed)
    const others = meetings.changes.filter((change) => change.planned !== planned)
    // nothing said: it is on its own day again
    const isAsPlanned = Object.keys(read.body).length === 0 && read.wrong.length === 0
    const {
      locality: _locality,
      version: _version,
      isScheduled: _,
      calendar: _calendar,
      ...rhythm
    } = meetings
    const outcome = await submitForm(
      {
        route: replaceMeetingsRoute,
        params: { locality: asked.id },
        fields: view.fields,
        typed: { ...typed, _version: String(view.version ?? 0) },
        fixed: {},
        within: {
          path: `changes.${others.length}`,
          body: (change) => ({
            ...rhythm,
            changes: isAsPlanned ? others : [...others, { planned, ...change }],
          }),
        },
        person,
      },
      services,
    )
    if ('kept' in outcome) return { to: '/meeting-packs?kept=yes' }
    const { status, errors, fieldErrors, problem } = outcome
    const said: readonly FormError[] = problem.kind === 'recorded-meanwhile' ? CHANGED_MEANWHILE : errors
    const words = said.map((one) => ({
      ...one,
      message: one.message.replace(/^changes\.\d+ /, 'The meeting '),
    }))
    return { status, content: formPage({ ...view, errors: words, fieldErrors }) }
  },
}

interface Asked {
  readonly id: string
  readonly name: string
  readonly meetings?: PaceMeetings
}

// The locality that the address names, where this person may set when it meets.
async function askedOf({ params, person }: PageRequest, services: PageServices): Promise<Asked> {
  const { locality = '' } = params
  const { scope } = await inReachOf(person, 'meetings.write', services.db)
  refuseElsewhere(locality, scope, services)
  const named = policyLocalities(services.policy, AUTHORITY).find(({ id }) => id === locality)
  const [meetings] = await readPaceMeetings(services.db, locality)
  return { id: locality, name: named?.name ?? locality, ...(meetings && { meetings }) }
}

function emptyForm({ csrf, typed }: PageRequest) {
  return {
    back: BACK,
    fields: [],
    typed: {},
    csrf,
    key: typed['_key'] ?? randomUUID(),
    errors: [],
    fieldErrors: {},
  }
}

async function rhythmView(
  request: PageRequest,
  services: PageServices,
  { id, name, meetings }: Asked,
  typed: Typed,
): Promise<FormView> {
  return {
    ...emptyForm(request),
    title: meetings === undefined ? `When does ${name} meet?` : `When ${name} meets`,
    action: `/meeting-packs/${id}/rhythm`,
    fields: await rhythmFields(services, id, meetings),
    typed,
    version: versionTyped(typed) ?? meetings?.version ?? 0,
    submit: 'Keep it',
    ...(meetings && {
      besides: { address: `/meeting-packs/${id}/end`, words: 'End the meetings of this locality' },
    }),
  }
}

// Those of the locality and of the whole authority, and whoever is sent it already.
async function rhythmFields(
  { db, policy }: PageServices,
  locality: string,
  meetings: PaceMeetings | undefined,
): Promise<Field[]> {
  const { people, today } = await readDirectory(db)
  const chosen = meetings?.people ?? []
  const offered = [...people.values()]
    .filter((person) => !hasLeft(person, today))
    .filter((person) => chosen.includes(person.id) || [undefined, locality].includes(person.locality))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
  const agencies = namedAgencies(policy).filter(
    ({ id }) => policy.policy.agencies.some((one) => one.id === id) || meetings?.agencies.includes(id),
  )
  return meetingsFields({ people: offered, agencies })
}

function typedOf(meetings: PaceMeetings | undefined): Typed {
  if (meetings === undefined) return { weeks: '2', packDaysBefore: '2', at: '10:00' }
  const { first, at, weeks, packDaysBefore, people, agencies, paused } = meetings
  return {
    ...typedDay('first', first),
    at,
    weeks: String(weeks),
    packDaysBefore: String(packDaysBefore),
    ...ticked('people', people),
    ...ticked('agencies', agencies),
    ...(paused && { paused: 'yes' }),
  }
}

// Of another rhythm, meetings on days that it does not have cannot be moved.
function changesThatFit(
  meetings: PaceMeetings | undefined,
  fields: readonly Field[],
  typed: Typed,
): MeetingChange[] {
  const { first, weeks } = readForm(fields, typed).body
  if (meetings === undefined || typeof first !== 'string' || !isLocalDate(first)) return []
  if (typeof weeks !== 'number' || !Number.isInteger(weeks) || weeks < 1) return []
  return meetings.changes.filter(({ planned }) => isPlanned({ ...meetings, first, weeks }, planned))
}

interface Single {
  readonly asked: Asked
  readonly meetings: PaceMeetings
  readonly planned: LocalDate
  readonly change?: MeetingChange
}

function singleOf({ params }: PageRequest, asked: Asked): Single {
  const { planned = '' } = params
  const { meetings } = asked
  if (meetings === undefined) throw noMeetings()
  if (!isLocalDate(planned) || !isPlanned(meetings, planned))
    throw new Problem('not-found', 'There is no meeting planned on this day')
  const change = meetings.changes.find((one) => one.planned === planned)
  return { asked, meetings, planned, ...(change && { change }) }
}

function singleView(request: PageRequest, { asked, meetings, planned }: Single, typed: Typed): FormView {
  return {
    ...emptyForm(request),
    title: `The meeting on ${inFull(planned)}`,
    label: asked.name,
    intro: 'With nothing said here it is on its own day and at its usual time.',
    action: `/meeting-packs/${asked.id}/meetings/${planned}`,
    fields: singleMeetingFields(),
    typed,
    version: versionTyped(typed) ?? meetings.version,
    submit: 'Keep it',
  }
}

function typedChange(change: MeetingChange | undefined): Typed {
  if (change === undefined) return {}
  return {
    ...typedDay('on', change.on),
    at: change.at ?? '',
    ...(change.leftOut === true && { leftOut: 'yes' }),
  }
}

// The version that the person saw when they opened the form.
function versionTyped({ _version: version = '' }: Typed): number | undefined {
  return /^\d{1,9}$/.test(version) ? Number(version) : undefined
}
