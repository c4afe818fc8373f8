import type { VNode } from 'preact'
import type { PersonAnswer } from '../../contracts/people-schema'
import { inFull } from '../../domain/dates-in-words'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { counted, ROLE_WORDS } from '../words'

export interface PeopleView {
  readonly people: readonly PersonAnswer[]
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  readonly nameOf: NameOf
  readonly withLeft: boolean
  /** The day for which it is shown. */
  readonly today: string
  readonly mayWrite: boolean
  readonly mayHandOver: boolean
  readonly maySignOut: boolean
  readonly csrf: string
  /** What was just done. */
  readonly done?: string
}

/** The people who work here, by locality and team: who is here, who is away, and who covers. */
export function peoplePage(view: PeopleView): Content {
  const { people, localities, withLeft, mayWrite, done } = view
  const places = [{ id: undefined, name: 'Whole authority' }, ...localities]
  return {
    title: 'People',
    body: (
      <>
        {done && (
          <div class="pace-recorded" role="status">
            <p>{done}</p>
          </div>
        )}
        <Heading>People</Heading>
        <p class="pace-links">
          {counted(people.length, 'person', 'people')}.{' '}
          {withLeft ? (
            <a href="/people">Leave out those who have left</a>
          ) : (
            <a href="/people?left=true">Show those who have left too</a>
          )}
          {mayWrite && (
            <>
              {' '}
              <a href="/people/add">Add a person</a>
            </>
          )}
        </p>
        {places.map(({ id, name }) => (
          <Place key={name} name={name} {...view} people={people.filter(({ locality }) => locality === id)} />
        ))}
      </>
    ),
  }
}

function Place({ name, people, ...view }: PeopleView & { name: string }): VNode | null {
  if (people.length === 0) return null
  const rows = [...people].sort((a, b) => (placeIn(a) < placeIn(b) ? -1 : 1))
  const id = `people-${name.toLowerCase().replaceAll(' ', '-')}`
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">People of {name}, by team and name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role and team</th>
            <th scope="col">Today</th>
            <th scope="col">Cover</th>
            <th scope="col">Manager</th>
            {(view.mayWrite || view.mayHandOver || view.maySignOut) && <th scope="col">To do</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((person) => (
            <PersonRow key={person.id} person={person} {...view} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function PersonRow({
  person,
  nameOf,
  today,
  mayWrite,
  mayHandOver,
  maySignOut,
  csrf,
}: Omit<PeopleView, 'people' | 'localities'> & { person: PersonAnswer }): VNode {
  const { id, name, roles, team, cover, manager } = person
  const parts = [...roles.map((role) => ROLE_WORDS[role]), ...(team === undefined ? [] : [`team ${team}`])]
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label="Role and team">{parts.join(', ') || 'Not said'}</td>
      <td data-label="Today">
        <State person={person} today={today} />
      </td>
      <td data-label="Cover">{cover === undefined ? 'Nobody' : nameOf(cover)}</td>
      <td data-label="Manager">{manager === undefined ? 'Nobody' : nameOf(manager)}</td>
      {(mayWrite || mayHandOver || maySignOut) && (
        <td data-label="To do" class="pace-links">
          {mayWrite && <PersonLink to={`/people/${id}`} words="Change" name={name} />}{' '}
          {mayHandOver && <PersonLink to={`/people/${id}/handover`} words="Hand over" name={name} />}{' '}
          {maySignOut && <SignOut id={id} name={name} csrf={csrf} />}
        </td>
      )}
    </tr>
  )
}

function PersonLink({ to, words, name }: { to: string; words: string; name: string }): VNode {
  return (
    <a href={to}>
      {words}
      <span class="visually-hidden">: {name}</span>
    </a>
  )
}

function SignOut({ id, name, csrf }: { id: string; name: string; csrf: string }): VNode {
  return (
    <form class="pace-inline" method="post" action={`/people/${encodeURIComponent(id)}/sign-out`}>
      <input type="hidden" name="_csrf" value={csrf} />
      <button class="pace-link-button" type="submit">
        Sign out everywhere<span class="visually-hidden">: {name}</span>
      </button>
    </form>
  )
}

function State({ person, today }: { person: PersonAnswer; today: string }): VNode {
  const { state, awayUntil, awayFrom, leftOn } = person
  if (state === 'left') {
    return (
      <>
        <span class="ds_tag ds_tag--grey">Left</span> {leftOn && inFull(leftOn)}
      </>
    )
  }
  if (state === 'away') {
    return (
      <>
        <span class="ds_tag ds_tag--yellow">Away</span> {awayUntil && `until ${inFull(awayUntil)}`}
      </>
    )
  }
  return (
    <>
      <span class="ds_tag ds_tag--green">Here</span>
      {awayFrom !== undefined && awayFrom > today && `, away from ${inFull(awayFrom)}`}
    </>
  )
}

// By team, those without one first, then by name.
function placeIn({ team = '', name, id }: PersonAnswer): string {
  return [team, name, id].join('\u0000')
}
