import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'

type SiblingsProps = Pick<JourneyAnswer, 'id' | 'siblings'> & { readonly mayLink: boolean }

/** The journeys of brothers and sisters, with the way to link them. */
export function Siblings({ id, siblings, mayLink }: SiblingsProps): VNode | null {
  if (siblings.length === 0 && !mayLink) return null
  return (
    <section aria-labelledby="siblings">
      <h2 id="siblings">Brothers and sisters</h2>
      {siblings.length === 0 ? (
        <p>None are linked.</p>
      ) : (
        <ul>
          {siblings.map((sibling) => (
            <li key={sibling.id}>
              <a href={`/journeys/${sibling.id}`}>{sibling.childReference}</a>
            </li>
          ))}
        </ul>
      )}
      {mayLink && (
        <p>
          <a href={`/journeys/${id}/siblings`}>Link brothers and sisters</a>
        </p>
      )}
    </section>
  )
}
