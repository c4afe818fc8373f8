import type { ComponentChildren, VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { standingFacts } from '../standing-facts'
import { useCouncil, type Council } from '../council'
import { AUTHORITY_WORDS } from '../words'
import { Occurred } from './due'
import type { Names } from './event-details'
import { OwnerFact } from './owner'

/** How a child is looked after now, where, on which basis and by whom. */
export function Facts({ journey, names }: { journey: JourneyAnswer; names: Names }): VNode {
  const council = useCouncil()
  const start = standingFacts(journey.events).find(({ type }) => type === 'looked-after-started')
  const { cover, consentRequiredFrom } = journey.circumstances
  return (
    <dl class="pace-facts">
      <Fact name="Stage">{council.stage(journey.stage)}</Fact>
      <Fact name="Looked after since">{start && <Occurred at={start.occurredAt} />}</Fact>
      <Fact name="Pathway">{council.pathway(journey.pathway)}</Fact>
      <Fact name="Legal basis">{legalBasisWords(journey, council)}</Fact>
      <Fact name="Placement">{placementWords(journey, council)}</Fact>
      <Fact name={council.say('Locality')}>{names.localities[journey.locality] ?? journey.locality}</Fact>
      {journey.team && <Fact name="Team">{journey.team}</Fact>}
      <Fact name={council.say('Lead worker')}>
        {journey.worker === null ? 'Nobody yet' : names.person(journey.worker)}
      </Fact>
      <OwnerFact owner={journey.owner} nameOf={names.person} />
      <Fact name="Policy">
        <a href={`/policies/${journey.policy.id}/${journey.policy.version}`}>
          {names.policy ?? `${journey.policy.id}, version ${journey.policy.version}`}
        </a>
        {journey.cohort !== null && `, in the test of change ${journey.cohort}`}
      </Fact>
      {cover && (
        <Fact name="Cover">
          {names.person(cover.worker)}
          {cover.until && `, until ${inFull(cover.until)}`}
        </Fact>
      )}
      {consentRequiredFrom && (
        <Fact name="The child's own consent is needed from">{inFull(consentRequiredFrom)}</Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function legalBasisWords(
  { circumstances: { legalBasis, legalBasisUntil } }: JourneyAnswer,
  council: Council,
): string {
  const until = legalBasisUntil ? `, until ${inFull(legalBasisUntil)}` : ''
  return council.legalBasis(legalBasis) + until
}

function placementWords({ circumstances: { placement } }: JourneyAnswer, council: Council): string {
  if (placement === undefined) return 'Not recorded'
  const elsewhere = placement.placedIn ? `, in the area of ${AUTHORITY_WORDS[placement.placedIn]}` : ''
  return council.placement(placement.placementType) + elsewhere
}
