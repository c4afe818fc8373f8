import { randomUUID } from 'node:crypto'
import type { AgenciesAnswer } from '../../contracts/agencies-schema'
import { readContactDirectory, type ContactDirectory } from '../../db/keep-contacts'
import { todayOf } from '../../db/people'
import { contactIdOf, WHOLE_AUTHORITY, type Contact } from '../../domain/contacts'
import { namedCalendars } from '../../policies/released-calendars'
import { contactFields } from '../../web/forms/contact-form'
import type { Typed } from '../../web/forms/field'
import { typedDay, typedIn } from '../../web/forms/read-form'
import { titleOf } from '../../web/pages/agencies'
import { formPage, type FormView } from '../../web/pages/form'
import { replaceAgenciesRoute } from '../agencies/replace-agencies'
import { agenciesAnswer } from '../agencies/representation'
import { Problem } from '../problem'
import { inReachOf } from '../reach'
import type { PageServices } from '../services'
import { CHANGED_MEANWHILE } from './form-errors'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'
import { submitForm } from './submit-form'

export const newContactFormRoute: PageRoute = {
  method: 'get',
  path: '/agencies/add',
  actions: ['agencies.write'],
  here: 'agencies',
  async answer(request, services) {
    const { agency = '', recipient = '', locality = '' } = request.query
    return {
      content: formPage(
        await viewOf(request, services, await shown(services), { agency, recipient, locality }),
      ),
    }
  },
}

export const addContactPageRoute: PageRoute = {
  method: 'post',
  path: '/agencies/add',
  actions: ['agencies.write'],
  here: 'agencies',
  answer: async (request, services) => keep(request, services, await shown(services)),
}

export const contactFormRoute: PageRoute = {
  method: 'get',
  path: '/agencies/:id',
  actions: ['agencies.write'],
  here: 'agencies',
  async answer(request, services) {
    const now = await shown(services)
    const contact = contactIn(request, now)
    return { content: formPage(await viewOf(request, services, now, typedOf(contact), contact)) }
  },
}

export const keepContactPageRoute: PageRoute = {
  method: 'post',
  path: '/agencies/:id',
  actions: ['agencies.write'],
  here: 'agencies',
  async answer(request, services) {
    const now = await shown(services)
    return keep(request, services, now, contactIn(request, now))
  },
}

export const removeContactFormRoute: PageRoute = {
  method: 'get',
  path: '/agencies/:id/remove',
  actions: ['agencies.write'],
  here: 'agencies',
  async answer(request, services) {
    const now = await shown(services)
    return { content: formPage(removalOf(request, now, contactIn(request, now))) }
  },
}

export const removeContactPageRoute: PageRoute = {
  method: 'post',
  path: '/agencies/:id/remove',
  actions: ['agencies.write'],
  here: 'agencies',
  async answer(request, services) {
    const now = await shown(services)
    const contact = contactIn(request, now)
    const view = removalOf(request, now, contact)
    const naming = now.contacts.filter(({ standIn }) => standIn === contact.id)
    if (naming.length > 0) {
      const errors = naming.map((one) => ({
        message: `It stands in for ${titleOf(one, now.answer)}`,
        remedy: 'Say first who else does, or nobody',
      }))
      return { status: 422, content: formPage({ ...view, errors }) }
    }
    const outcome = await submitForm(
      {
        route: replaceAgenciesRoute,
        params: {},
        fields: [],
        typed: request.typed,
        fixed: { contacts: now.contacts.filter((one) => one !== contact) },
        person: request.person,
      },
      services,
    )
    if ('kept' in outcome) return { to: '/agencies?removed=yes' }
    const { status, errors, problem } = outcome
    const said = problem.kind === 'recorded-meanwhile' ? CHANGED_MEANWHILE : errors
    return { status, content: formPage({ ...removalOf(request, now, contact, true), errors: said }) }
  },
}

type Shown = ContactDirectory & { readonly answer: AgenciesAnswer }

async function shown(services: PageServices): Promise<Shown> {
  const directory = await readContactDirectory(services.db)
  return { ...directory, answer: agenciesAnswer(directory.contacts, services, await todayOf(services.db)) }
}

function contactIn({ params }: PageRequest, { contacts }: Shown): Contact {
  const contact = contacts.find(({ id }) => id === params['id'])
  if (contact === undefined) throw new Problem('not-found', 'There is no such contact')
  return contact
}

async function keep(
  request: PageRequest,
  services: PageServices,
  now: Shown,
  known?: Contact,
): Promise<PageAnswer> {
  const { person, typed } = request
  const view = await viewOf(request, services, now, typed, known)
  // Adding would otherwise replace a contact that nobody has looked at.
  if (known === undefined && now.contacts.some(({ id }) => id === idTyped(typed))) {
    const message = 'The agency has this contact already'
    const errors = [{ at: 'agency', message, remedy: 'Change that one, or choose another locality' }]
    return { status: 422, content: formPage({ ...view, errors, fieldErrors: { agency: message } }) }
  }
  const at = known === undefined ? now.contacts.length : now.contacts.indexOf(known)
  const outcome = await submitForm(
    {
      route: replaceAgenciesRoute,
      params: {},
      fields: view.fields,
      // what is added goes to the others as they are now; what is changed, to those that the person has seen
      typed: known === undefined ? { ...typed, _version: String(now.version) } : typed,
      fixed: known === undefined ? {} : pick(known),
      within: {
        path: `contacts.${at}`,
        body: (read) => ({ contacts: [...now.contacts.slice(0, at), read, ...now.contacts.slice(at + 1)] }),
      },
      person,
    },
    services,
  )
  if ('kept' in outcome) return { to: '/agencies?kept=yes' }
  const { status, errors, fieldErrors, problem } = outcome
  if (problem.kind === 'recorded-meanwhile') {
    const fresh = known === undefined ? typed : typedOf(known)
    const again = await viewOf(request, services, now, { ...fresh, _version: '' }, known)
    return { status, content: formPage({ ...again, errors: CHANGED_MEANWHILE }) }
  }
  // a circle is one through all that are in it; it is mended here
  const own = errors.filter(({ message }) => !message.startsWith('contacts.'))
  return { status, content: formPage({ ...view, errors: own.length > 0 ? own : errors, fieldErrors }) }
}

function pick({ agency, locality, recipient }: Contact) {
  return { agency, locality, recipient }
}

function idTyped(typed: Typed): string {
  const of = { agency: typedIn(typed, 'agency'), locality: typedIn(typed, 'locality') }
  return contactIdOf({ ...of, recipient: typedIn(typed, 'recipient') as Contact['recipient'] })
}

function typedOf(contact: Contact): Typed {
  const { name = '', address, form, calendar = '', standIn = '' } = contact
  return {
    name,
    address,
    form,
    calendar,
    standIn,
    ...typedDay('awayFrom', contact.awayFrom),
    ...typedDay('awayUntil', contact.awayUntil),
  }
}

async function viewOf(
  { csrf, person }: PageRequest,
  { db }: PageServices,
  { answer, contacts, version }: Shown,
  typed: Typed,
  contact?: Contact,
): Promise<FormView> {
  const { localities } = (await inReachOf(person, 'agencies.write', db)).scope
  refuseElsewhere(contact, localities)
  const others = contacts
    .filter(({ id, agency }) => id !== contact?.id && (contact === undefined || agency === contact.agency))
    .map((one) => ({ id: one.id, name: titleOf(one, answer) }))
  return {
    title: contact === undefined ? 'Add a contact' : titleOf(contact, answer),
    ...(contact !== undefined && { label: 'Change a contact' }),
    action: contact === undefined ? '/agencies/add' : `/agencies/${encodeURIComponent(contact.id)}`,
    back: { address: '/agencies', words: 'Agencies' },
    fields: contactFields({
      isNew: contact === undefined,
      agencies: answer.agencies,
      localities: answer.localities.filter(({ id }) => localities === 'authority' || localities.includes(id)),
      mayWholeAuthority: localities === 'authority',
      others,
      calendars: namedCalendars(),
    }),
    typed,
    csrf,
    key: typed['_key'] ?? randomUUID(),
    version: versionTyped(typed) ?? version,
    submit: 'Keep it',
    errors: [],
    fieldErrors: {},
    ...(contact !== undefined && {
      besides: {
        address: `/agencies/${encodeURIComponent(contact.id)}/remove`,
        words: 'Remove this contact',
      },
    }),
  }
}

function removalOf(
  { csrf, typed }: PageRequest,
  { answer, version }: Shown,
  contact: Contact,
  isAgain = false,
): FormView {
  return {
    title: `Remove ${titleOf(contact, answer)}?`,
    intro:
      contact.locality === WHOLE_AUTHORITY
        ? 'What is for a locality without a contact of its own then goes nowhere.'
        : 'What is for this locality then goes to the contact of the whole authority, if there is one.',
    action: `/agencies/${encodeURIComponent(contact.id)}/remove`,
    back: { address: `/agencies/${encodeURIComponent(contact.id)}`, words: 'Change the contact instead' },
    fields: [],
    typed: {},
    csrf,
    key: randomUUID(),
    version: (isAgain ? undefined : versionTyped(typed)) ?? version,
    submit: 'Remove it',
    errors: [],
    fieldErrors: {},
  }
}

function refuseElsewhere(contact: Contact | undefined, localities: readonly string[] | 'authority'): void {
  if (contact === undefined || localities === 'authority' || localities.includes(contact.locality)) return
  throw new Problem('not-allowed', 'This contact is not of your localities', {
    remedy: 'Ask somebody of the whole authority, or of that locality',
  })
}

// The version that the person saw when they opened the form.
function versionTyped({ _version: version = '' }: Typed): number | undefined {
  return /^\d{1,9}$/.test(version) ? Number(version) : undefined
}
