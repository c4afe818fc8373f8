import { AUTHORITY } from '../../db/scope'
import { randomUUID } from 'node:crypto'
import { readDirectory, type Directory } from '../../db/people'
import { hasLeft, type Person } from '../../domain/people'
import { namedCalendars } from '../../policies/released-calendars'
import type { Field, Typed } from '../../web/forms/field'
import { personFields } from '../../web/forms/person-form'
import { ticked, typedDay } from '../../web/forms/read-form'
import { formPage, type FormView } from '../../web/pages/form'
import { replacePeopleRoute } from '../people/replace-people'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import { CHANGED_MEANWHILE } from './form-errors'
import { policyLocalities } from './localities'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

export const personFormRoute: PageRoute = {
  method: 'get',
  path: '/people/:id',
  actions: ['people.write'],
  here: 'people',
  async answer(request, services) {
    const directory = await readDirectory(services.db)
    const person = personIn(request, directory)
    return { content: formPage(viewOf(request, services, directory, typedOf(person), person)) }
  },
}

export const keepPersonPageRoute: PageRoute = {
  method: 'post',
  path: '/people/:id',
  actions: ['people.write'],
  here: 'people',
  async answer(request, services) {
    const directory = await readDirectory(services.db)
    return keep(request, services, directory, personIn(request, directory))
  },
}

export const newPersonFormRoute: PageRoute = {
  method: 'get',
  path: '/people/add',
  actions: ['people.write'],
  here: 'people',
  async answer(request, services) {
    const directory = await readDirectory(services.db)
    return { content: formPage(viewOf(request, services, directory, {})) }
  },
}

export const addPersonPageRoute: PageRoute = {
  method: 'post',
  path: '/people/add',
  actions: ['people.write'],
  here: 'people',
  answer: async (request, services) => keep(request, services, await readDirectory(services.db)),
}

async function keep(
  request: PageRequest,
  services: PageServices,
  directory: Directory,
  known?: Person,
): Promise<PageAnswer> {
  const { person, typed } = request
  const view = viewOf(request, services, directory, typed, known)
  // Adding would otherwise replace somebody with the same id, whom nobody has looked at.
  if (known === undefined && directory.people.has((typed['id'] ?? '').trim())) {
    const message = 'Id is the one of somebody who is known already'
    return { status: 422, content: formPage({ ...view, ...wrongAt('id', message) }) }
  }
  const outcome = await submitForm(
    {
      route: replacePeopleRoute,
      params: {},
      fields: view.fields,
      typed,
      fixed: known === undefined ? {} : { id: known.id },
      within: { path: 'people.0', body: (read) => ({ people: [read] }) },
      person,
      anyVersion: known === undefined,
    },
    services,
  )
  if ('kept' in outcome) {
    const { items } = JSON.parse(outcome.kept.text) as { items: { id: string }[] }
    return { to: `/people?kept=${encodeURIComponent(items[0]?.id ?? '')}` }
  }
  const { status, errors, fieldErrors, problem } = outcome
  if (problem.kind === 'recorded-meanwhile' && known !== undefined) {
    const fresh = viewOf(request, services, directory, typedOf(known), known)
    return { status, content: formPage({ ...fresh, errors: CHANGED_MEANWHILE }) }
  }
  return { status, content: formPage({ ...view, errors, fieldErrors }) }
}

function wrongAt(field: string, message: string): Pick<FormView, 'errors' | 'fieldErrors'> {
  return { errors: [{ at: field, message }], fieldErrors: { [field]: message } }
}

function personIn({ params }: PageRequest, { people }: Directory): Person {
  const person = people.get(params['id'] ?? '')
  if (person === undefined) throw new Problem('not-found', 'There is nobody with this id')
  return person
}

function typedOf(person: Person): Typed {
  const { name, cover = '', manager = '', locality = '', team = '', roles } = person
  return {
    name,
    cover,
    manager,
    locality,
    team,
    ...typedDay('awayFrom', person.awayFrom),
    ...typedDay('awayUntil', person.awayUntil),
    ...typedDay('leftOn', person.leftOn),
    ...ticked('roles', roles),
    form: person.form ?? 'each',
    calendar: person.calendar ?? '',
  }
}

function viewOf(
  { csrf }: PageRequest,
  { policy }: PageServices,
  directory: Directory,
  typed: Typed,
  person?: Person,
): FormView {
  return {
    title: person === undefined ? 'Add a person' : `Change ${person.name}`,
    ...(person === undefined && { intro: 'Somebody whose work, cover or name is to be known here.' }),
    action: person === undefined ? '/people/add' : `/people/${person.id}`,
    back: { address: '/people', words: 'People' },
    fields: fieldsFor(directory, policyLocalities(policy, AUTHORITY), person),
    typed,
    csrf,
    key: typed['_key'] ?? randomUUID(),
    ...(person !== undefined && { version: versionTyped(typed) ?? directory.version }),
    submit: 'Keep it',
    errors: [],
    fieldErrors: {},
  }
}

// Those who have left can be named no more, but where they still are.
function fieldsFor(
  { people, today }: Directory,
  localities: Parameters<typeof personFields>[0]['localities'],
  person?: Person,
): Field[] {
  const others = [...people.values()]
    .filter(({ id }) => id !== person?.id)
    .filter((one) => !hasLeft(one, today) || one.id === person?.cover || one.id === person?.manager)
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
  return personFields({ isNew: person === undefined, others, localities, calendars: namedCalendars() })
}

// The version that the person saw when they opened the form.
function versionTyped({ _version: version = '' }: Typed): number | undefined {
  return /^\d{1,9}$/.test(version) ? Number(version) : undefined
}
