import type { ForcefieldAnswer } from '../../contracts/improvement-schema'
import { freeNodeId } from '../../domain/improvement/driver-diagram'
import type { Force } from '../../domain/improvement/forcefield'
import type { Typed } from '../../web/forms/field'
import { forceFields, forcefieldFields } from '../../web/forms/improvement-form'
import { forcefieldPage } from '../../web/pages/forcefield'
import { formPage, type FormView } from '../../web/pages/form'
import { forcefieldRoutes } from '../improvement/forcefields'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import {
  choicesFor,
  emptyForm,
  readRecordForm,
  recordFor,
  sendRecordForm,
  versionSeen,
} from './improvement-forms'
import { weeksBesides } from '../improvement/weeks-besides'
import { mayImprove, personNames, placeNames } from './improvement-page'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'

const BACK = { address: '/improvement', words: 'Improvement' }
const PATH = '/improvement/forcefields'

export const newForcefieldFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/new`,
  actions: ['improvement.write'],
  here: 'improvement',
  answer: (request, services) =>
    Promise.resolve({ content: formPage(newView(request, services, { locality: 'authority' })) }),
}

export const beginForcefieldPageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/new`,
  actions: ['improvement.write'],
  here: 'improvement',
  answer(request, services) {
    const view = newView(request, services, request.typed)
    const read = readRecordForm(view.fields, request.typed, { isChange: false })
    const to = ({ location = '' }) => `${location.replace('/api/v1/forcefields', PATH)}?kept=yes`
    return sendRecordForm({ route: forcefieldRoutes.keep, view, read, to }, request, services)
  },
}

export const forcefieldPageRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id`,
  actions: ['improvement.read'],
  here: 'improvement',
  async answer(request, services) {
    const forcefield = await forcefieldOf(request, services)
    return {
      content: forcefieldPage({
        forcefield,
        weeks: await weeksBesides(forcefield, request.person, services),
        mayWrite: mayImprove(request),
        placeName: placeNames(services),
        nameOf: await personNames(services),
        ...(request.query['kept'] !== undefined && { done: 'It is kept.' }),
      }),
    }
  },
}

export const forcefieldDetailsFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/details`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const field = await forcefieldOf(request, services)
    const { title, aim, locality } = field
    const typed = { title, aim, locality: locality ?? 'authority' }
    return { content: formPage(detailsView(request, services, field, typed)) }
  },
}

export const keepForcefieldDetailsPageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/details`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const field = await forcefieldOf(request, services)
    const view = detailsView(request, services, field, request.typed)
    const read = readRecordForm(view.fields, request.typed, { isChange: true })
    return sendRecordForm(
      { route: forcefieldRoutes.change, id: field.id, view, read, to: () => keptAt(field) },
      request,
      services,
    )
  },
}

export const addForceFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/forces/add`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    return { content: formPage(forceView(request, await forcefieldOf(request, services), undefined, {})) }
  },
}

export const addForcePageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/forces/add`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    return keepForce(request, services, await forcefieldOf(request, services), undefined)
  },
}

export const forceFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/forces/:force`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const field = await forcefieldOf(request, services)
    const force = forceOf(request, field)
    return { content: formPage(forceView(request, field, force, typedForce(force))) }
  },
}

export const keepForcePageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/forces/:force`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const field = await forcefieldOf(request, services)
    return keepForce(request, services, field, forceOf(request, field))
  },
}

export const removeForceFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/forces/:force/remove`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const field = await forcefieldOf(request, services)
    return { content: formPage(removeView(request, field, forceOf(request, field))) }
  },
}

export const removeForcePageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/forces/:force/remove`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const field = await forcefieldOf(request, services)
    const force = forceOf(request, field)
    const forces = forcesOf(field).filter(({ id }) => id !== force.id)
    return sendRecordForm(
      {
        route: forcefieldRoutes.change,
        id: field.id,
        view: removeView(request, field, force),
        read: { body: { forces }, wrong: [] },
        to: () => keptAt(field),
      },
      request,
      services,
    )
  },
}

function forcefieldOf(request: PageRequest, services: PageServices) {
  return recordFor<ForcefieldAnswer>(forcefieldRoutes.read, request, services)
}

function keptAt({ id }: ForcefieldAnswer): string {
  return `${PATH}/${id}?kept=yes`
}

// As the domain has them.
function forcesOf({ forces }: ForcefieldAnswer): Force[] {
  return forces.map(({ stage, reason, ...force }) => ({
    ...force,
    ...(stage !== null && { stage }),
    ...(reason !== null && { reason }),
  }))
}

function forceOf({ params }: PageRequest, field: ForcefieldAnswer): Force {
  const force = forcesOf(field).find(({ id }) => id === params['force'])
  if (force) return force
  throw new Problem('not-found', 'There is no such force in this forcefield', {
    remedy: 'Somebody may have removed it: look at the forcefield again',
  })
}

function newView(request: PageRequest, services: PageServices, typed: Typed): FormView {
  return {
    ...emptyForm(request),
    title: 'Begin a forcefield',
    action: `${PATH}/new`,
    back: BACK,
    fields: forcefieldFields(choicesFor(services)),
    typed,
    submit: 'Keep it',
  }
}

function formOf(request: PageRequest, field: ForcefieldAnswer) {
  return {
    ...emptyForm(request),
    label: field.title,
    back: { address: `${PATH}/${field.id}`, words: field.title },
    version: versionSeen(request.typed, field.version),
  }
}

function detailsView(
  request: PageRequest,
  services: PageServices,
  field: ForcefieldAnswer,
  typed: Typed,
): FormView {
  return {
    ...formOf(request, field),
    title: 'Title, aim and place',
    action: `${PATH}/${field.id}/details`,
    fields: forcefieldFields(choicesFor(services)),
    typed,
    submit: 'Keep it',
  }
}

function typedForce({ title, side, strength, stage, reason }: Force): Typed {
  return { title, side, strength: String(strength), stage: stage ?? '', reason: reason ?? '' }
}

function forceView(
  request: PageRequest,
  field: ForcefieldAnswer,
  force: Force | undefined,
  typed: Typed,
): FormView {
  return {
    ...formOf(request, field),
    title: force === undefined ? 'Add a force' : 'Change a force',
    action: `${PATH}/${field.id}/forces/${force?.id ?? 'add'}`,
    fields: forceFields(),
    typed,
    submit: 'Keep it',
  }
}

function keepForce(
  request: PageRequest,
  services: PageServices,
  field: ForcefieldAnswer,
  force: Force | undefined,
): Promise<PageAnswer> {
  const forces = forcesOf(field)
  const view = forceView(request, field, force, request.typed)
  const read = readRecordForm(view.fields, request.typed, { isChange: false })
  const { strength, ...said } = read.body
  const id = force?.id ?? freeNodeId(forces)
  const kept = { id, ...said, ...(strength !== undefined && { strength: Number(strength) }) } as Force
  const index = force === undefined ? forces.length : forces.findIndex((one) => one.id === id)
  const all = force === undefined ? [...forces, kept] : forces.with(index, kept)
  return sendRecordForm(
    {
      route: forcefieldRoutes.change,
      id: field.id,
      view,
      read,
      within: { path: `forces.${index}`, body: () => ({ forces: all }) },
      to: () => keptAt(field),
    },
    request,
    services,
  )
}

function removeView(request: PageRequest, field: ForcefieldAnswer, force: Force): FormView {
  return {
    ...formOf(request, field),
    title: `Remove “${force.title}”?`,
    intro: 'It stays to be seen in the history.',
    action: `${PATH}/${field.id}/forces/${force.id}/remove`,
    fields: [],
    typed: {},
    submit: 'Remove it',
  }
}
