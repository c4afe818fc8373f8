import type { VNode } from 'preact'
import type { AgenciesAnswer } from '../../contracts/agencies-schema'
import { WHOLE_AUTHORITY } from '../../domain/contacts'
import { inFull } from '../../domain/dates-in-words'
import { ErrorSummary, type FormError } from '../components/error-summary'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { isAuthority, recipientWords } from '../recipient-words'
import { counted, FORM_WORDS } from '../words'

export interface AgenciesView {
  readonly directory: AgenciesAnswer
  readonly calendars: readonly { readonly id: string; readonly name: string }[]
  /** How many localities the policy in force has. */
  readonly localitiesInForce: number
  /** The day for which it is shown. */
  readonly today: string
  /** Which contacts this person may change: those of these localities; all of them, or none. */
  readonly mayChange: 'all' | readonly string[] | 'none'
  readonly csrf: string
  readonly key: string
  /** What was just done. */
  readonly done?: string
  /** What is wrong with a file that was sent. */
  readonly errors: readonly FormError[]
}

type Contact = AgenciesAnswer['contacts'][number]

/** Whom to reach in which agency, where nobody is known first. */
export function agenciesPage(view: AgenciesView): Content {
  const { directory, done, errors, mayChange } = view
  const { contacts } = directory
  const others = contacts.filter(({ recipient }) => isAuthority(recipient))
  return {
    title: 'Agencies',
    wrong: errors.length > 0,
    body: (
      <>
        {done && (
          <div class="pace-recorded" role="status">
            <p>{done}</p>
          </div>
        )}
        <ErrorSummary errors={errors} />
        <Heading>Agencies</Heading>
        <p>
          Who is told in each agency and locality, where, and how. What is for a locality without a contact of
          its own goes to that of the whole authority.
        </p>
        <p class="pace-links">
          {counted(contacts.length, 'contact', 'contacts')}.{' '}
          {mayChange !== 'none' && <a href="/agencies/add">Add a contact</a>}{' '}
          <a href="/api/v1/agencies.csv">Download all as CSV</a>{' '}
          {mayChange !== 'none' && <a href="#upload">Add or change contacts by a file</a>}
        </p>
        <Gaps {...view} />
        <Warnings {...view} />
        {directory.agencies.map(({ id, name }) => (
          <AgencySection
            key={id}
            id={id}
            name={name}
            contacts={contacts.filter((one) => one.agency === id && !isAuthority(one.recipient))}
            view={view}
          />
        ))}
        <AgencySection id="other-authorities" name="Other authorities" contacts={others} view={view} />
        {mayChange !== 'none' && <Upload {...view} />}
      </>
    ),
  }
}

function Gaps({ directory, mayChange, localitiesInForce }: AgenciesView): VNode {
  const { gaps, agencies, localities } = directory
  if (gaps.length === 0) return <p>Somebody is told in every agency and locality of the policy in force.</p>
  return (
    <section aria-labelledby="gaps">
      <h2 id="gaps">Nobody is told</h2>
      <p>The policy in force tells these agencies, and no contact is known. What is for them goes nowhere.</p>
      <ul>
        {gaps.map(({ agency, recipient, localities: without }) => (
          <li key={`${agency} ${recipient}`}>
            <strong>{nameOf(agencies, agency)}</strong>
            {recipient !== 'contact' && `, ${lower(recipientWords(recipient))}`}:{' '}
            {without.length === localitiesInForce
              ? 'nowhere in the authority'
              : without.map((id) => nameOf(localities, id)).join(', ')}{' '}
            {mayAdd(mayChange, without) && (
              <a href={addressToAdd(agency, recipient, without)}>
                Add a contact
                <span class="visually-hidden">
                  : {nameOf(agencies, agency)}, {lower(recipientWords(recipient))}
                </span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function mayAdd(mayChange: AgenciesView['mayChange'], localities: readonly string[]): boolean {
  if (mayChange === 'none') return false
  return mayChange === 'all' || localities.some((id) => mayChange.includes(id))
}

function addressToAdd(agency: string, recipient: string, localities: readonly string[]): string {
  const locality = localities.length === 1 ? localities[0] : undefined
  return `/agencies/add?${new URLSearchParams({ agency, recipient, ...(locality && { locality }) }).toString()}`
}

function Warnings({ directory }: AgenciesView): VNode | null {
  const { warnings, contacts } = directory
  if (warnings.length === 0) return null
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">To be looked at</h2>
      <ul>
        {warnings.map(({ contact: id, field, message, remedy }) => {
          const contact = contacts.find((one) => one.id === id)
          return (
            <li key={`${id} ${field} ${message}`}>
              <strong>{contact === undefined ? id : titleOf(contact, directory)}</strong>:{' '}
              {FIELD_WORDS[field] ?? field} {message}. {remedy}.
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  address: 'the address',
  standIn: 'who stands in',
  recipient: 'this contact',
}

function AgencySection({
  id,
  name,
  contacts,
  view,
}: {
  id: string
  name: string
  contacts: readonly Contact[]
  view: AgenciesView
}): VNode | null {
  if (contacts.length === 0) return null
  const { directory, mayChange } = view
  const rows = [...contacts].sort((a, b) => (placeIn(a, directory) < placeIn(b, directory) ? -1 : 1))
  const heading = `agency-${id}`
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{name}</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">Contacts of {name}, by locality</caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Who</th>
            <th scope="col">How</th>
            <th scope="col">Today</th>
            {mayChange !== 'none' && <th scope="col">To do</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((contact) => (
            <ContactRow key={contact.id} contact={contact} view={view} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ContactRow({ contact, view }: { contact: Contact; view: AgenciesView }): VNode {
  const { directory, calendars, mayChange } = view
  const { id, name, address, form, calendar, recipient, locality } = contact
  const isTheirs = mayChange === 'all' || (mayChange !== 'none' && mayChange.includes(locality))
  return (
    <tr>
      <th scope="row">{placeName(contact, directory)}</th>
      <td data-label="Who">
        {recipientWords(recipient)}
        {name !== undefined && `: ${name}`}
        <br />
        <span class="pace-address">{address}</span>
      </td>
      <td data-label="How">
        {FORM_WORDS[form]}
        {calendar !== undefined && `, by the calendar ${nameOf(calendars, calendar)}`}
      </td>
      <td data-label="Today">
        <State contact={contact} {...view} />
      </td>
      {mayChange !== 'none' && (
        <td data-label="To do" class="pace-links">
          {isTheirs && (
            <a href={`/agencies/${encodeURIComponent(id)}`}>
              Change<span class="visually-hidden">: {titleOf(contact, directory)}</span>
            </a>
          )}
        </td>
      )}
    </tr>
  )
}

function State({ contact, directory, today }: AgenciesView & { contact: Contact }): VNode {
  const { id, awayFrom, awayUntil } = contact
  const away = directory.away.find((one) => one.contact === id)
  if (away === undefined) {
    return (
      <>
        <span class="ds_tag ds_tag--green">Here</span>
        {awayFrom !== undefined && awayFrom > today && `, away from ${inFull(awayFrom)}`}
      </>
    )
  }
  const instead = directory.contacts.find((one) => one.id === away.toldInstead)
  return (
    <>
      <span class="ds_tag ds_tag--yellow">Away</span>{' '}
      {awayUntil !== undefined && `until ${inFull(awayUntil)}. `}
      {instead === undefined ? 'Nobody stands in' : `Told instead: ${titleOf(instead, directory)}`}
    </>
  )
}

function Upload({ csrf, key, errors }: AgenciesView): VNode {
  return (
    <section aria-labelledby="upload">
      <h2 id="upload">Add or change contacts by a file</h2>
      <p>
        Download the contacts, change them in a spreadsheet, and send the file back. Contacts without a row
        stay as they are, and nothing is kept unless every row is good.
      </p>
      <form method="post" action="/agencies/file" encType="multipart/form-data" noValidate class="pace-form">
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="_key" value={key} />
        <div class={`ds_question${errors.length > 0 ? ' ds_question--error' : ''}`}>
          <label class="ds_label" for="file">
            File
          </label>
          <p class="ds_hint-text" id="file-hint">
            CSV in UTF-8, at most 1 MB
          </p>
          <input
            class="pace-file"
            id="file"
            name="file"
            type="file"
            accept=".csv,text/csv"
            aria-describedby="file-hint"
          />
        </div>
        <button class="ds_button ds_button--secondary" type="submit">
          Send the file
        </button>
      </form>
    </section>
  )
}

/** What a contact is called: agency, whom in it, and where. */
export function titleOf(contact: Contact, directory: AgenciesAnswer): string {
  const { agency, recipient, name } = contact
  const who = recipient === 'contact' ? '' : `, ${lower(recipientWords(recipient))}`
  const where = placeName(contact, directory)
  const called = name === undefined ? '' : ` (${name})`
  return `${nameOf(directory.agencies, agency)}${who}, ${lower(where)}${called}`
}

function placeName({ locality }: Contact, { localities }: AgenciesAnswer): string {
  return locality === WHOLE_AUTHORITY ? 'Whole authority' : nameOf(localities, locality)
}

// The whole authority first, then by locality and whom in it.
function placeIn(contact: Contact, directory: AgenciesAnswer): string {
  const where = contact.locality === WHOLE_AUTHORITY ? '' : placeName(contact, directory)
  return [where, recipientWords(contact.recipient)].join('\u0000')
}

function nameOf(named: readonly { readonly id: string; readonly name: string }[], id: string): string {
  return named.find((one) => one.id === id)?.name ?? id
}

function lower(words: string): string {
  return words === 'Whole authority' || /^[A-Z][a-z]+ [a-z]|^Contact$/.test(words)
    ? words.charAt(0).toLowerCase() + words.slice(1)
    : words
}
