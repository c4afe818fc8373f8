import type { VNode } from 'preact'
import type { PermissionsAnswer } from '../../contracts/permissions-schema'
import type { Role } from '../../domain/codes'
import type { EventType } from '../../domain/events'
import type { Action } from '../../domain/permissions'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { ACTION_WORDS, EVENT_WORDS, PART_WORDS, REACH_WORDS, ROLE_WORDS } from '../words'

export interface PermissionsView {
  readonly permissions: PermissionsAnswer
  /** What the person is. */
  readonly roles: readonly Role[]
}

type ActionRow = PermissionsAnswer['actions'][number]

const isRecording = ({ action }: ActionRow) => action.startsWith('record.')

/** Who may do what, how far it reaches, and which parts of a journey each role is shown. */
export function permissionsPage({ permissions: { actions, parts }, roles }: PermissionsView): Content {
  return {
    title: 'Who may do what',
    body: (
      <>
        <Heading>Who may do what</Heading>
        <p>
          What does not stand here is denied. You are: {roles.map((role) => ROLE_WORDS[role]).join(', ')}. A
          journey that was opened with a reason is within everybody’s reach who opened it, for as long as it
          is open.
        </p>
        <Actions
          id="recording"
          title="Record, and correct what was recorded"
          rows={actions.filter(isRecording)}
        />
        <Actions id="other" title="Everything else" rows={actions.filter((row) => !isRecording(row))} />
        <section aria-labelledby="parts">
          <h2 id="parts">What is shown of a journey</h2>
          <table class="ds_table pace-stacked">
            <caption class="visually-hidden">
              Parts of a journey, and the roles that they are shown to
            </caption>
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">All of it</th>
                <th scope="col">What concerns their agency</th>
              </tr>
            </thead>
            <tbody>
              {parts.map(({ part, roles: shown }) => (
                <tr key={part}>
                  <th scope="row">{PART_WORDS[part]}</th>
                  <td data-label="All of it">{named(shown.filter(({ extent }) => extent === 'all'))}</td>
                  <td data-label="What concerns their agency">
                    {named(shown.filter(({ extent }) => extent === 'agency'))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </>
    ),
  }
}

function Actions({ id, title, rows }: { id: string; title: string; rows: readonly ActionRow[] }): VNode {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">{title}: the roles that may, and how far it reaches</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Who, and where</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ action, roles }) => (
            <tr key={action}>
              <th scope="row">{actionWords(action)}</th>
              <td data-label="Who, and where">
                <ul>
                  {byReach(roles).map(([reach, names]) => (
                    <li key={reach}>
                      {REACH_WORDS[reach]}: {names}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function actionWords(action: Action): string {
  return action.startsWith('record.')
    ? EVENT_WORDS[action.slice('record.'.length) as EventType]
    : ACTION_WORDS[action as keyof typeof ACTION_WORDS]
}

// Each reach once, the widest first, with whose it is.
function byReach(roles: ActionRow['roles']): [ActionRow['roles'][number]['reach'], string][] {
  const reaches = [...new Set(roles.map(({ reach }) => reach))].reverse()
  return reaches.map((one) => [one, named(roles.filter(({ reach }) => reach === one))])
}

function named(roles: readonly { readonly role: Role }[]): string {
  return roles.map(({ role }) => ROLE_WORDS[role]).join(', ') || 'Nobody'
}
