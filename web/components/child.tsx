import type { VNode } from 'preact'
import type { ChildAnswer } from '../../contracts/child-schema'
import { inFull } from '../../domain/dates-in-words'

interface ChildView {
  readonly journeyId: string
  readonly child: ChildAnswer
  readonly mayChange: boolean
}

/** Who the child is, for whoever may know. */
export function Child({ journeyId, child, mayChange }: ChildView): VNode {
  const known = factsOf(child)
  return (
    <section aria-labelledby="child">
      <h2 id="child">The child</h2>
      {child.erased && <p>All that was personal about this child was erased for good.</p>}
      {!child.erased && known.length === 0 && <p>Neither name nor details are kept yet.</p>}
      {known.length > 0 && (
        <dl class="pace-facts">
          {known.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {child.legalHold !== null && !child.erased && (
        <p>
          Held for the law since {inFull(child.legalHold.since.slice(0, 10))}: nothing of this child may be
          erased.
        </p>
      )}
      {mayChange && !child.erased && (
        <p>
          <a href={`/journeys/${journeyId}/child`}>Change name and details</a>
        </p>
      )}
    </section>
  )
}

function factsOf(child: ChildAnswer): [string, string][] {
  const facts: [string, string | null][] = [
    ['Name', child.name],
    ['Known as', child.knownAs],
    ['Date of birth', child.birthDate === null ? null : inFull(child.birthDate)],
    ['Gender', child.gender],
    ['Ethnicity', child.ethnicity],
    ['Disability', child.disability],
    ['Language at home', child.language],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== null)
}
