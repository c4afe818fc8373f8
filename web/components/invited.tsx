import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { useCouncil } from '../council'
import type { NameOf } from '../name-of'
import { ANSWER_WORDS } from '../words'

type Invited = JourneyAnswer['diary'][number]['invited'][number]

/** Who is invited to a meeting, and what each answered; those who have not answered first. */
export function InvitedList({
  invited,
  nameOf,
}: {
  invited: readonly Invited[]
  nameOf: NameOf
}): VNode | null {
  const council = useCouncil()
  if (invited.length === 0) return null
  const inOrder = [...invited].sort((a, b) => Number(a.answer !== null) - Number(b.answer !== null))
  return (
    <ul class="pace-invited">
      {inOrder.map((one) => (
        <li key={`${one.agency}${one.recipient}${one.person ?? ''}`}>
          {whoIs(one, council.agency(one.agency), nameOf)}: {answerOf(one)}
        </li>
      ))}
    </ul>
  )
}

function whoIs({ recipient, person }: Invited, agency: string, nameOf: NameOf): string {
  const name = person === undefined ? '' : `, ${nameOf(person)}`
  if (recipient === 'chair') return `Chair${name}`
  return recipient === 'lead-worker' ? `Lead worker${name}` : agency
}

function answerOf({ answer, proposed, status }: Invited): string {
  if (answer !== null) {
    const words = ANSWER_WORDS[answer].toLowerCase()
    return proposed === undefined ? words : `${words}, ${inFull(proposed)}`
  }
  if (status === 'pending') return 'the invitation is on its way'
  if (status === 'refused' || status === 'gave-up') return 'the invitation did not arrive'
  return 'not answered'
}
