import type { ComponentChildren, VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { standingFacts } from '../standing-facts'
import { AUTHORITY_WORDS, LEGAL_BASIS_WORDS, PATHWAY_WORDS, PLACEMENT_WORDS, STAGE_WORDS } from '../words'
import { Occurred } from './due'
import type { Names } from './event-details'
import { OwnerFact } from './owner'

/** How a child is looked after now, where, on which basis and by whom. */
export function Facts({ journey, names }: { journey: JourneyAnswer; names: Names }): VNode {
  const start = standingFacts(journey.events).find(({ type }) => type === 'looked-after-started')
  const { cover, consentRequiredFrom } = journey.circumstances
  return (
    <dl class="pace-facts">
      <Fact name="Stage">{STAGE_WORDS[journey.stage]}</Fact>
      <Fact name="Looked after since">{start && <Occurred at={start.occurredAt} />}</Fact>
      <Fact name="Pathway">{PATHWAY_WORDS[journey.pathway]}</Fact>
      <Fact name="Legal basis">{legalBasisWords(journey)}</Fact>
      <Fact name="Placement">{placementWords(journey)}</Fact>
      <Fact name="Locality">{names.localities[journey.locality] ?? journey.locality}</Fact>
      {journey.team && <Fact name="Team">{journey.team}</Fact>}
      <Fact name="Lead worker">{journey.worker === null ? 'Nobody yet' : names.person(journey.worker)}</Fact>
      <OwnerFact owner={journey.owner} nameOf={names.person} />
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

function legalBasisWords({ circumstances: { legalBasis, legalBasisUntil } }: JourneyAnswer): string {
  const until = legalBasisUntil ? `, until ${inFull(legalBasisUntil)}` : ''
  return LEGAL_BASIS_WORDS[legalBasis] + until
}

function placementWords({ circumstances: { placement } }: JourneyAnswer): string {
  if (placement === undefined) return 'Not recorded'
  const elsewhere = placement.placedIn ? `, in the area of ${AUTHORITY_WORDS[placement.placedIn]}` : ''
  return PLACEMENT_WORDS[placement.placementType] + elsewhere
}
