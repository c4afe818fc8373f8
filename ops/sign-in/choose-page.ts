import type { Role } from '../../domain/codes'
import { html, type Html } from '../mail-sink/html'
import type { ChoiceError, Offer } from './choice'
import { framed } from './frame'
import { roleTitles, type PracticeUser } from './practice-users'

/** What each role comes to PACE for. */
const purposes: Readonly<Record<Role, string>> = {
  'case-worker': 'Starts journeys and records what happened',
  reviewer: 'Chairs meetings and reviews, and recommends',
  'panel-coordinator': 'Sets dates and records panels',
  'decision-maker': 'Makes the agency decision after a panel',
  legal: 'Lodges applications with the court',
  manager: 'Sees where every journey stands, and may record anything',
  'improvement-lead': 'Looks at aims and figures, not at single journeys',
  partner: 'Works in health, and sees what health is told of',
  auditor: 'Sees who did and saw what, and changes nothing',
  administrator: 'Looks after the installation, and may record anything',
  system: 'Another system that is connected',
}

/** What was sent, to be shown again beside what is wrong with it. */
export interface Sent {
  readonly form: URLSearchParams
  readonly errors: readonly ChoiceError[]
}

const blank: Sent = { form: new URLSearchParams(), errors: [] }

/** Asks a person who they want to be. The forms go back to the page's own address. */
export function choosePage(offer: Offer, sent: Sent = blank): string {
  return framed({
    title: 'Who do you want to be?',
    wrong: sent.errors.length > 0,
    before: summaryOf(sent.errors),
    body: html`<p class="practice-lead">
        Choose somebody to look at PACE through their eyes. You can sign out and be somebody else at any time.
      </p>
      <form method="post" id="who">
        <h2>In ${offer.nearby.name}</h2>
        ${peopleList(offer.inNearby)}
        <h2>In the whole authority</h2>
        ${peopleList(offer.inWholeAuthority)}
      </form>
      <h2>Somebody else</h2>
      <form method="post" novalidate>
        ${select({
          name: 'role',
          label: 'Role',
          options: offer.roles.map((role) => ({ value: role, words: inCapitals(roleTitles[role]) })),
          sent,
        })}
        ${select({
          name: 'locality',
          label: 'Locality',
          options: offer.localities.map(({ id, name }) => ({ value: id, words: name })),
          sent,
        })}
        <button class="ds_button" type="submit">Sign in as somebody else</button>
      </form>`,
  })
}

function summaryOf(errors: readonly ChoiceError[]): Html {
  if (errors.length === 0) return html``
  const lines = errors.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)
  return html`<div
    class="ds_error-summary"
    id="error-summary"
    aria-labelledby="error-summary-title"
    role="alert"
  >
    <h2 class="ds_error-summary__title" id="error-summary-title">There is a problem</h2>
    <ul class="ds_error-summary__list">
      ${lines}
    </ul>
  </div>`
}

function peopleList(people: readonly PracticeUser[]): Html {
  return html`<ul class="practice-people">
    ${people.map(person)}
  </ul>`
}

function person({ sub, name, roles }: PracticeUser): Html {
  const purpose = roles.map((role) => purposes[role]).join('. ')
  return html`<li>
    <button
      class="ds_button ds_button--secondary practice-person"
      type="submit"
      name="who"
      value="${sub}"
      aria-describedby="${sub}-purpose"
    >
      ${name}
    </button>
    <p class="practice-purpose" id="${sub}-purpose">${purpose}</p>
  </li>`
}

interface Select {
  readonly name: 'role' | 'locality'
  readonly label: string
  readonly options: readonly { readonly value: string; readonly words: string }[]
  readonly sent: Sent
}

function select({ name, label, options, sent: { form, errors } }: Select): Html {
  const error = errors.find(({ field }) => field === name)
  const items = options.map(({ value, words }) =>
    form.get(name) === value
      ? html`<option value="${value}" selected>${words}</option>`
      : html`<option value="${value}">${words}</option>`,
  )
  const message =
    error === undefined
      ? html``
      : html`<p class="ds_question__error-message" id="${name}-error">
          <span class="visually-hidden">Error: </span>${error.message}
        </p>`
  const wrong = error === undefined ? html`` : html` aria-invalid="true" aria-describedby="${name}-error"`
  return html`<div class="ds_question${error === undefined ? '' : ' ds_question--error'}">
    <label class="ds_label" for="${name}">${label}</label>
    ${message}
    <div class="ds_select-wrapper${error === undefined ? '' : ' ds_input--error'}">
      <select class="ds_select" id="${name}" name="${name}" ${wrong}>
        <option value="">Choose one</option>
        ${items}
      </select>
      <span class="ds_select-arrow" aria-hidden="true"></span>
    </div>
  </div>`
}

function inCapitals(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
