import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { formAddress, type NextAction } from '../next-action'
import { Due } from './due'
import { StatusTag } from './tag'
import { nextWords } from '../words'
import { openDeadlines } from './two-clocks'

export interface NextStepProps {
  readonly journey: JourneyAnswer
  /** What would meet each rule, by its id. */
  readonly actions: Readonly<Record<string, NextAction>>
}

/** What comes next in a journey, with the way to record it. */
export function NextStep({ journey, actions }: NextStepProps): VNode {
  if (journey.closed) {
    return (
      <section class="pace-next" aria-labelledby="next">
        <h2 id="next">This journey has ended</h2>
      </section>
    )
  }
  const [next] = openDeadlines(journey.deadlines)
  return (
    <section class={`pace-next pace-next--${next?.status ?? 'none'}`} aria-labelledby="next">
      <h2 id="next">{next ? nextWords(next.title) : 'Nothing is due'}</h2>
      {next && (
        <p>
          Due {next.dueAt ? 'at' : 'by'}{' '}
          <Due dueOn={next.dueOn ?? ''} {...(next.dueAt && { dueAt: next.dueAt })} />{' '}
          <StatusTag status={next.status} />{' '}
          <a href={`/journeys/${journey.id}/deadlines/${next.ruleId}`}>Why this date?</a>
        </p>
      )}
      <div class="pace-next__actions">
        {next && <RecordButton journey={journey} action={actions[next.ruleId]} />}
        <a class="ds_button ds_button--secondary" href={`/journeys/${journey.id}/record`}>
          Record something else
        </a>
        {next?.status === 'overdue' && <ExplainDelay journey={journey} ruleId={next.ruleId} />}
      </div>
    </section>
  )
}

function RecordButton({ journey, action }: { journey: JourneyAnswer; action?: NextAction }): VNode | null {
  if (action === undefined) return null
  const possible = journey.possible.find(({ type }) => type === action.type)
  if (possible === undefined) return null
  if (!possible.allowed) {
    return (
      <p class="pace-quiet">
        {possible.because}. {possible.remedy}.
      </p>
    )
  }
  return (
    <a class="ds_button" href={formAddress(journey.id, action)}>
      Record it
    </a>
  )
}

function ExplainDelay({ journey, ruleId }: { journey: JourneyAnswer; ruleId: string }): VNode | null {
  if (!journey.possible.some(({ type, allowed }) => type === 'delay-explained' && allowed)) return null
  return (
    <a href={formAddress(journey.id, { type: 'delay-explained', preset: { ruleId } })}>Explain the delay</a>
  )
}
